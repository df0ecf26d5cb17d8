package dev.vendaval.cli.run;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.cli.console.CommandFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.UnmatchedArgumentException;

/** The arguments of Storm's Flux, as scripts give them after its main class; filled by a parser of its own. */
@Command(
        name = "org.apache.storm.flux.Flux",
        customSynopsis = "vendaval jar JAR org.apache.storm.flux.Flux [options] FILE",
        description = "Submits the topology of a YAML file, in the form that Storm's scripts have."
                + " The form of our own is vendaval jar JAR --flux FILE.")
final class StormFluxLine {
    private static final long LONGEST_SLEEP = Integer.MAX_VALUE * 1000L;
    private static final int HELP_WIDTH = 110;

    // Set by the parser: a line without it is refused before this is read.
    @SuppressWarnings("NullAway.Init")
    @Parameters(index = "0", paramLabel = "FILE", description = "The topology in YAML.")
    private String file;

    @Option(
            names = {"-l", "--local"},
            description = "Runs it in this JVM, without a cluster.")
    private boolean local;

    @Option(
            names = {"-r", "--remote"},
            description = "Submits it to the cluster, as without --local.")
    private boolean remote;

    @Option(
            names = {"-R", "--resource"},
            description = "FILE is a resource of the jar.")
    private boolean resource;

    @Option(
            names = {"-d", "--dry-run"},
            description = "Builds, checks and shows the topology, and submits nothing.")
    private boolean dryRun;

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "PROPERTIES",
            description = "Properties that stand for $${name} in the YAML file.")
    private @Nullable Path filter;

    @Option(
            names = {"-e", "--env-filter"},
            description = "Environment variables stand for $${ENV-NAME} in the YAML file.")
    private boolean environmentFilter;

    @Option(
            names = {"-i", "--inactive"},
            description = "Spouts emit nothing until vendaval activate.")
    private boolean inactive;

    @Option(
            names = {"-s", "--sleep"},
            paramLabel = "MILLISECONDS",
            description = "How long it runs with --local. Default: 20000.")
    private @Nullable Long sleepMillis;

    @Option(names = "-c", paramLabel = "KEY=VALUE", description = "Sets a configuration key; may be repeated.")
    private List<String> settings = new ArrayList<>();

    // Taken so that old scripts go on: there is no splash screen to leave out, details are shown on a dry run only,
    // and local mode needs no ZooKeeper.
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-n", "--no-splash"},
            description = "Changes nothing: there is no splash screen.")
    private boolean noSplash;

    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-q", "--no-detail"},
            description = "Changes nothing: details are shown by --dry-run only.")
    private boolean noDetail;

    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-z", "--zookeeper"},
            paramLabel = "HOST:PORT",
            description = "Changes nothing: --local needs no ZooKeeper.")
    private @Nullable String zooKeeper;

    // The parser acts on it by itself.
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this and exits.")
    private boolean help;

    private StormFluxLine() {}

    /** What there is to say of this form if that is all that is asked for, or null. */
    static @Nullable String helpAskedFor(List<String> arguments) {
        CommandLine parser = parser(new StormFluxLine());
        try {
            return parser.parseArgs(arguments.toArray(String[]::new)).isUsageHelpRequested()
                    ? parser.getUsageMessage(CommandLine.Help.Ansi.OFF)
                    : null;
        } catch (ParameterException e) {
            // Told when the line is read for what it asks.
            return null;
        }
    }

    private static CommandLine parser(StormFluxLine line) {
        return new CommandLine(line).setExpandAtFiles(false).setUsageHelpWidth(HELP_WIDTH);
    }

    private static CommandFailure refused(ParameterException wrong) {
        String message = String.valueOf(wrong.getMessage());
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            message = unmatched.isUnknownOption()
                    ? "there is no option " + unmatched.getUnmatched().get(0)
                    : "one FILE only; " + unmatched.getUnmatched().get(0) + " is one more";
        }
        String options = wrong.getCommandLine().getCommandSpec().options().stream()
                .map(option -> option.longestName() + (option.arity().max() > 0 ? " " + option.paramLabel() : ""))
                .collect(Collectors.joining(", "));
        return CommandFailure.of(
                Code.USAGE,
                "Flux: " + message,
                "after its class come a YAML file and options, of which there are " + options);
    }

    static StormFluxLine parse(List<String> arguments) {
        StormFluxLine line = new StormFluxLine();
        try {
            parser(line).parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException e) {
            throw refused(e);
        }
        if (line.local && line.remote) {
            throw CommandFailure.usage("Flux: both --local and --remote");
        }
        Long sleep = line.sleepMillis;
        if (sleep != null && (sleep < 0 || sleep > LONGEST_SLEEP)) {
            throw CommandFailure.usage(
                    "Flux: --sleep is " + sleep + "; it must be from 0 to " + LONGEST_SLEEP + " milliseconds");
        }
        return line;
    }

    FluxRequest request() {
        return new FluxRequest(file, resource, filter, environmentFilter, dryRun);
    }

    List<String> settings() {
        return settings;
    }

    boolean local() {
        return local;
    }

    boolean inactive() {
        return inactive;
    }

    /** How long it runs in local mode, whole seconds, or null for the default. */
    @Nullable
    Integer seconds() {
        Long millis = sleepMillis;
        return millis == null ? null : Math.toIntExact((millis + 999) / 1000);
    }
}
