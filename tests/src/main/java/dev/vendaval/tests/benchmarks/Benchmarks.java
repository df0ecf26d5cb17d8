package dev.vendaval.tests.benchmarks;

import dev.vendaval.cli.output.Json;
import dev.vendaval.tests.benchmarks.engine.Engine;
import dev.vendaval.tests.benchmarks.report.Report;
import dev.vendaval.tests.benchmarks.results.FloorCheck;
import dev.vendaval.tests.benchmarks.results.ResultsFile;
import dev.vendaval.tests.benchmarks.results.Run;
import dev.vendaval.tests.benchmarks.vendaval.VendavalEngine;
import dev.vendaval.tests.harness.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Entry point of {@code tests/benchmarks/run}: what is to be measured, compared and written. */
@Command(
        name = "tests/benchmarks/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures Vendaval in cluster mode beside its peers, in turns, on this machine. A scenario counts"
                + " only if every tuple arrived and, tracked, was acked; otherwise the run exits 1. Without options:"
                + " all scenarios, all peers. Progress on standard error.")
public final class Benchmarks implements Callable<Integer> {
    private static final int USAGE = 2;

    @Option(names = "--list", description = "list the scenarios and exit")
    private boolean list;

    @Option(names = "--scenario", paramLabel = "ID", description = "run only this one (repeat for more)")
    private List<String> chosen = List.of();

    @Option(
            names = "--against",
            paramLabel = "storm|flink|none",
            description = "peers (repeat for more); default: storm and flink")
    private List<String> against = List.of();

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "5", description = "length of a window (default 5)")
    private int seconds;

    @Option(names = "--repeat", paramLabel = "N", defaultValue = "3", description = "rounds a scenario (default 3)")
    private int repeat;

    @Option(names = "--json", paramLabel = "FILE", description = "write the results there; default: standard output")
    private @Nullable Path json;

    @Option(names = "--check", description = "compare with docs/floors.json; exit 1 if a floor is not met")
    private boolean check;

    @Option(
            names = "--write-docs",
            description = "write docs/benchmarks.md and its charts from these results (of a full run, as a rule)")
    private boolean writeDocs;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "measure nothing: take the results of an earlier run, or of several as one, and check them or"
                    + " write the documents")
    private List<Path> from = List.of();

    private final List<String> command;

    private Benchmarks(List<String> command) {
        this.command = command;
    }

    public static void main(String[] args) {
        List<String> command = new ArrayList<>(List.of("tests/benchmarks/run"));
        command.addAll(List.of(args));
        CommandLine line = new CommandLine(new Benchmarks(List.copyOf(command)));
        line.setExecutionExceptionHandler((failure, commandLine, parsed) -> {
            if (failure instanceof IllegalStateException || failure instanceof IllegalArgumentException) {
                System.err.println("benchmarks: " + failure.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            throw failure;
        });
        System.exit(line.execute(args));
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            Scenario.all().forEach(scenario -> System.out.println(scenario.id()));
            return 0;
        }
        @Nullable String mistake = mistake();
        if (mistake != null) {
            System.err.println("benchmarks: " + mistake);
            return USAGE;
        }
        List<String> invalid = new ArrayList<>();
        ResultsFile results = from.isEmpty()
                ? measure(invalid)
                : ResultsFile.merge(from.stream().map(Benchmarks::asCalled).toList());
        write(results);
        boolean met = !check || FloorCheck.of(repository(), results, System.err).isMet();
        invalid.forEach(fault -> System.err.println("benchmarks: " + fault));
        return invalid.isEmpty() && met ? 0 : 1;
    }

    /** What is wrong with the options, or null. */
    private @Nullable String mistake() {
        List<String> known = Scenario.all().stream().map(Scenario::id).toList();
        for (String id : chosen) {
            if (!known.contains(id)) {
                return "no scenario '" + id + "'; there are " + String.join(", ", known);
            }
        }
        for (String peer : against) {
            if (!peer.equals("none") && !Peers.NAMES.contains(peer)) {
                return "--against takes " + String.join(", ", Peers.NAMES) + " or none, not '" + peer + "'";
            }
        }
        if (against.contains("none") && against.size() > 1) {
            return "--against none goes with no other";
        }
        return seconds < 1 || repeat < 1 ? "--seconds and --repeat are 1 at least" : null;
    }

    private ResultsFile measure(List<String> invalid) throws IOException {
        // The script knows the commit.
        String commit = System.getProperty("vendaval.benchmarks.commit", "");
        Results results = new Results(new Run(Clock.systemUTC().millis(), command, commit));
        Path directory = Files.createDirectories(
                repository().resolve("target/benchmarks/" + Clock.systemUTC().millis()));
        Timing timing = Timing.ofWindow(Duration.ofSeconds(seconds));
        try (Session session = new Session(engines(directory), directory, timing, repeat, Benchmarks::report)) {
            // A run that is interrupted leaves no process behind.
            Runtime.getRuntime().addShutdownHook(new Thread(session::close, "benchmarks-stop"));
            for (Scenario scenario : Scenario.all()) {
                if (chosen.isEmpty() || chosen.contains(scenario.id())) {
                    List<SystemResult> systems = session.run(scenario);
                    if (!systems.isEmpty()) {
                        results.add(scenario, systems);
                        // What a long run has measured so far outlives whatever ends it.
                        new ResultsFile(results.document()).write(directory.resolve("results.json"));
                    }
                }
            }
            invalid.addAll(session.invalid());
        }
        return new ResultsFile(results.document());
    }

    private static void report(String line) {
        System.err.println(line);
    }

    private List<Engine> engines(Path directory) {
        Cli.Result version = new Cli(List.of(), directory).run("version").ok();
        List<Engine> engines = new ArrayList<>();
        engines.add(new VendavalEngine(number(version.out()), 1));
        Set<String> peers = new LinkedHashSet<>(against.isEmpty() ? Peers.NAMES : against);
        peers.remove("none");
        engines.addAll(Peers.of(peers, repository()));
        return engines;
    }

    /** Of what the version command prints: a name, the version, and where it runs. */
    private static String number(String versionLine) {
        List<String> words = List.of(versionLine.strip().split(" "));
        return words.size() > 1 ? words.get(1) : words.get(0);
    }

    private void write(ResultsFile results) throws IOException {
        if (json != null) {
            results.write(asCalled(json));
        } else if (from.isEmpty()) {
            System.out.println(Json.write(results.document()));
        }
        if (writeDocs) {
            Report.write(repository().resolve("docs"), results, FloorCheck.verdicts(repository(), results));
        }
    }

    /** A path of the command line, which the user means from where the script was called. */
    private static Path asCalled(Path path) {
        return Path.of(System.getProperty("vendaval.benchmarks.called.from", ""))
                .resolve(path);
    }

    /** The script runs in the root of the repository. */
    private static Path repository() {
        return Path.of("").toAbsolutePath();
    }
}
