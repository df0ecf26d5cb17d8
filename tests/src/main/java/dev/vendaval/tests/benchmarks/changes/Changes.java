package dev.vendaval.tests.benchmarks.changes;

import dev.vendaval.cli.output.Json;
import dev.vendaval.tests.benchmarks.StolenTime;
import dev.vendaval.tests.benchmarks.engine.Hosts;
import dev.vendaval.tests.benchmarks.peer.StormHosts;
import dev.vendaval.tests.benchmarks.results.Run;
import dev.vendaval.tests.benchmarks.vendaval.VendavalHosts;
import dev.vendaval.tests.harness.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Entry point of {@code tests/benchmarks/changes}: which changes are to be made, how often, and beside whom. */
@Command(
        name = "tests/benchmarks/changes",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures what changes under load and deaths do to a topology (numbered source -> bolt that counts"
                        + " by key -> sink), on two hosts of processes on this machine, Vendaval beside Storm: for how long a key"
                        + " did not come to the sink, and after a death when the rate and the replays were back. Rebalances at"
                        + " 20,000 tuples/s over 64 keys, a change and its way back in turns; deaths at 5,000 tuples/s, a topology"
                        + " each. A round counts only if every id arrived and was acked, and of Vendaval's rebalances only if"
                        + " nothing failed, came twice or out of order, or was counted wrongly; otherwise the run exits 1. What a"
                        + " system has no command for, the table says. It is"
                        + " written to standard output, progress to standard error.")
public final class Changes implements Callable<Integer> {
    private static final int USAGE = 2;
    private static final String STORM = "storm";
    private static final String NONE = "none";
    private static final String PEERS = "tests/benchmarks/peers";

    @Option(
            names = "--change",
            paramLabel = "NAME",
            description = "none, workers-1-3, executors-2-5, grow-4-8, move-bolt, drain-undrain, move-spout,"
                    + " kill-bolt-worker or kill-supervisor-and-worker (repeat for more); its way back is measured with"
                    + " it. Default: all")
    private List<String> chosen = List.of();

    @Option(names = "--repeat", paramLabel = "N", defaultValue = "10", description = "rounds a change (default 10)")
    private int repeat;

    @Option(
            names = "--against",
            paramLabel = "storm|none",
            defaultValue = STORM,
            description = "beside whom (default storm)")
    private String against = STORM;

    @Option(
            names = "--repeat-storm",
            paramLabel = "N",
            defaultValue = "1",
            description = "rounds a change of Storm's, each of which takes a minute or more (default 1)")
    private int repeatOfStorm;

    @Option(names = "--json", paramLabel = "FILE", description = "write every round there")
    private @Nullable Path json;

    private final List<String> command;

    private Changes(List<String> command) {
        this.command = command;
    }

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /** Runs a command line and returns its exit status. */
    static int execute(String... args) {
        List<String> command = new ArrayList<>(List.of("tests/benchmarks/changes"));
        command.addAll(List.of(args));
        return new CommandLine(new Changes(List.copyOf(command))).execute(args);
    }

    @Override
    public Integer call() throws IOException {
        @Nullable String mistake = mistake();
        if (mistake != null) {
            System.err.println("changes: " + mistake);
            return USAGE;
        }
        // The script knows the commit.
        Run run = new Run(Clock.systemUTC().millis(), command, System.getProperty("vendaval.benchmarks.commit", ""));
        Path directory = Files.createDirectories(
                Path.of("target/benchmarks/" + run.startedAtMs()).toAbsolutePath());
        StolenTime stolen = new StolenTime();
        Comparison comparison = new Comparison();
        Contest contest = new Contest(directory, comparison, System.err::println);
        String version = versionOfVendaval(directory);
        for (Course course : Course.with(wanted())) {
            contest.run(course, new VendavalHosts(version), repeat);
            if (against.equals(STORM)) {
                contest.run(course, storm(), repeatOfStorm);
            }
        }
        Map<String, String> versions = new LinkedHashMap<>(Map.of("vendaval", version));
        if (against.equals(STORM)) {
            versions.put(STORM, storm().version());
        }
        System.out.print(comparison.table());
        System.out.println("\n" + stolen.text());
        if (json != null) {
            Files.writeString(asCalled(json), Json.write(comparison.document(run, versions)) + "\n");
        }
        contest.invalid().forEach(fault -> System.err.println("changes: " + fault));
        return contest.invalid().isEmpty() ? 0 : 1;
    }

    private @Nullable String mistake() {
        for (String name : chosen) {
            if (Change.named(name).isEmpty()) {
                return "no change '" + name + "'; there are " + String.join(", ", Change.ids());
            }
        }
        if (!against.equals(STORM) && !against.equals(NONE)) {
            return "--against is storm or none, not '" + against + "'";
        }
        return repeat < 1 || repeatOfStorm < 1 ? "--repeat and --repeat-storm are 1 at least" : null;
    }

    private List<Change> wanted() {
        return chosen.stream().flatMap(name -> Change.named(name).stream()).toList();
    }

    private static String versionOfVendaval(Path directory) {
        String line = new Cli(List.of(), directory).run("version").ok().out();
        List<String> words = List.of(line.strip().split(" "));
        return words.size() > 1 ? words.get(1) : words.get(0);
    }

    /** The script runs in the root of the repository. */
    private static Hosts storm() {
        return new StormHosts(Path.of(PEERS));
    }

    /** A path of the command line, which the user means from where the script was called. */
    private static Path asCalled(Path path) {
        return Path.of(System.getProperty("vendaval.benchmarks.called.from", ""))
                .resolve(path);
    }
}
