package dev.vendaval.cli;

import dev.vendaval.cli.archive.Archives;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.console.Version;
import dev.vendaval.cli.output.Json;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code vendaval} command: parses, runs one command, ends with its exit code. One thread, the main one. */
@Command(
        name = "vendaval",
        synopsisHeading = "Usage: ",
        customSynopsis = "vendaval [global options] COMMAND [options] arguments",
        description = {"", "Runs and watches topologies on a Vendaval cluster.", ""},
        commandListHeading = "%nCommands:%n",
        optionListHeading = "Global options, also after COMMAND:%n",
        footer = {
            "",
            "First steps:",
            "  vendaval dev                                 a whole cluster on this machine",
            "  vendaval jar app.jar com.example.Main        submit a topology",
            "  vendaval info NAME                           see what it does",
            "  vendaval logs NAME -f                        see what it prints",
            "  vendaval COMMAND --help                      more about a command",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 usage or configuration, 3 no Nimbus reachable, 4 no such",
            "topology, component or host, 5 accepted but not reached in time, 130 interrupted."
        })
public final class Vendaval implements Runnable {
    // Set by the parser.
    @SuppressWarnings("NullAway.Init")
    @Spec
    private CommandSpec spec;

    private Vendaval() {}

    public static void main(String[] arguments) {
        int exitCode = run(
                helpAsOption(List.of(arguments)), utf8(FileDescriptor.out), utf8(FileDescriptor.err), System.getenv());
        if (exitCode == ExitCode.DONE) {
            Archives.orderIfDue();
        }
        System.exit(exitCode);
    }

    /** JSON is UTF-8 whatever the locale of the shell. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /** {@code help kill} is another way of writing {@code kill --help}. */
    static List<String> helpAsOption(List<String> arguments) {
        if (arguments.isEmpty() || !arguments.get(0).equals("help")) {
            return arguments;
        }
        return arguments.size() == 1 ? List.of("--help") : List.of(arguments.get(1), "--help");
    }

    /**
     * One run of the command in this JVM; ends when the command has.
     *
     * @param given what follows {@code vendaval} on a command line
     * @param out for results
     * @param err for progress and errors
     * @param environment variables that count
     * @return the exit code
     */
    public static int run(List<String> given, PrintStream out, PrintStream err, Map<String, String> environment) {
        List<String> arguments = FluxArgumentOrder.parseable(given);
        Session session = new Session(out, err, environment);
        CommandLine commandLine = new CommandLine(new Vendaval());
        commandLine.addMixin("global", session.options());
        CommandTable.neededFor(arguments, session).forEach(commandLine::addSubcommand);
        commandLine.getCommandSpec().versionProvider(() -> new String[] {versionText(session)});
        ParserSetup.apply(commandLine, session, arguments);
        return commandLine.execute(arguments.toArray(String[]::new));
    }

    /** No command given. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }

    /** What {@code --version} prints; asked for once the whole line is parsed. */
    private static String versionText(Session session) {
        return session.json() ? Json.write(Version.document()) : "vendaval " + Version.current();
    }
}
