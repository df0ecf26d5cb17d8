package dev.vendaval.cli.run;

import dev.vendaval.cli.console.CommandFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The arguments of Storm's Flux, as scripts give them after its main class; filled by a parser of its own. */
@Command
final class StormFluxLine {
    private static final long LONGEST_SLEEP = Integer.MAX_VALUE * 1000L;

    // Set by the parser: a line without it is refused before this is read.
    @SuppressWarnings("NullAway.Init")
    @Parameters(index = "0", paramLabel = "FILE")
    private String file;

    @Option(names = {"-l", "--local"})
    private boolean local;

    @Option(names = {"-r", "--remote"})
    private boolean remote;

    @Option(names = {"-R", "--resource"})
    private boolean resource;

    @Option(names = {"-d", "--dry-run"})
    private boolean dryRun;

    @Option(names = {"-f", "--filter"})
    private @Nullable Path filter;

    @Option(names = {"-e", "--env-filter"})
    private boolean environmentFilter;

    @Option(names = {"-i", "--inactive"})
    private boolean inactive;

    @Option(names = {"-s", "--sleep"})
    private @Nullable Long sleepMillis;

    @Option(names = "-c")
    private List<String> settings = new ArrayList<>();

    // Taken so that old scripts go on: there is no splash screen to leave out, details are shown on a dry run only,
    // and local mode needs no ZooKeeper.
    @SuppressWarnings("UnusedVariable")
    @Option(names = {"-n", "--no-splash"})
    private boolean noSplash;

    @SuppressWarnings("UnusedVariable")
    @Option(names = {"-q", "--no-detail"})
    private boolean noDetail;

    @SuppressWarnings("UnusedVariable")
    @Option(names = {"-z", "--zookeeper"})
    private @Nullable String zooKeeper;

    private StormFluxLine() {}

    static StormFluxLine parse(List<String> arguments) {
        StormFluxLine line = new StormFluxLine();
        try {
            new CommandLine(line).setExpandAtFiles(false).parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException e) {
            throw CommandFailure.usage("Flux: " + e.getMessage()
                    + "; after its class come a YAML file and options such as --filter FILE, --env-filter, --local");
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
