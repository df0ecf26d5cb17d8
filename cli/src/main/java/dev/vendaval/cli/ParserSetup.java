package dev.vendaval.cli;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.Session;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How the command line is parsed and how failures leave it. */
final class ParserSetup {
    /** Their arguments after the class belong to the user's main. */
    private static final Set<String> WITH_USER_ARGUMENTS = Set.of("jar", "local");

    private static final int HELP_WIDTH = 110;

    private ParserSetup() {}

    static void apply(CommandLine commandLine, Session session, List<String> arguments) {
        commandLine
                .setOut(new PrintWriter(session.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(session.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                // An argument such as @name is the user's, not a file of arguments.
                .setExpandAtFiles(false)
                .setOverwrittenOptionsAllowed(true)
                .setUsageHelpWidth(HELP_WIDTH)
                .setHelpFactory(CommandHelp::new)
                .setParameterExceptionHandler((wrong, all) -> refuse(wrong, session, arguments))
                .setExecutionExceptionHandler(
                        (thrown, command, result) -> session.fail(CommandFailure.from(thrown), session.json()));
        WITH_USER_ARGUMENTS.forEach(name -> {
            CommandLine command = commandLine.getSubcommands().get(name);
            if (command != null) {
                command.setStopAtPositional(true);
            }
        });
    }

    private static int refuse(ParameterException wrong, Session session, List<String> arguments) {
        CommandLine command = wrong.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String hint = "see " + name + " --help";
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            List<String> near = unmatched.getSuggestions();
            hint = near.isEmpty() ? hint : "did you mean " + String.join(" or ", near) + "? " + hint;
        }
        CommandFailure failure = CommandFailure.of(Code.USAGE, message(wrong), hint, wrong);
        // Parsing failed, so that the option may not have been read yet.
        return session.fail(failure, arguments.contains("--json"));
    }

    private static String message(ParameterException wrong) {
        boolean atCommand = wrong.getCommandLine().getParent() == null;
        if (atCommand && wrong instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            if (!first.startsWith("-")) {
                return "there is no command '" + first + "'";
            }
        }
        return String.valueOf(wrong.getMessage());
    }
}
