package dev.vendaval.tests.benchmarks;

import dev.vendaval.cli.output.Json;
import dev.vendaval.tests.harness.ProcessCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs scenarios one after the other, each on the same fresh cluster of real processes. */
@Command(
        name = "tests/benchmarks/run",
        mixinStandardHelpOptions = true,
        description = "Measures Vendaval in cluster mode. A scenario counts only if every tuple arrived and,"
                + " tracked, was acked; otherwise the run exits 1.")
public final class Benchmarks implements Callable<Integer> {
    @Option(names = "--list", description = "list the scenarios and exit")
    private boolean list;

    @Option(names = "--scenario", paramLabel = "ID", description = "run only this one (repeat for more)")
    private List<String> chosen = List.of();

    @Option(names = "--against", paramLabel = "storm|flink|none", description = "peers; none are built yet")
    private List<String> against = List.of("none");

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "10", description = "length of a window (default 10)")
    private int seconds;

    @Option(names = "--repeat", paramLabel = "N", defaultValue = "3", description = "windows a scenario (default 3)")
    private int repeat;

    @Option(names = "--json", paramLabel = "FILE", description = "write the results there; default: standard output")
    private @Nullable Path json;

    private final List<String> command;

    private Benchmarks(List<String> command) {
        this.command = command;
    }

    /** Entry point of {@code tests/benchmarks/run}. */
    public static void main(String[] args) {
        int status = new CommandLine(new Benchmarks(List.of(args))).execute(args);
        System.exit(status);
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            Scenario.all().forEach(scenario -> System.out.println(scenario.id()));
            return 0;
        }
        if (!against.equals(List.of("none"))) {
            System.err.println("benchmarks: --against takes only none for now: no peer is built yet");
            return 2;
        }
        List<String> known = Scenario.all().stream().map(Scenario::id).toList();
        for (String id : chosen) {
            if (!known.contains(id)) {
                System.err.println("benchmarks: no scenario '" + id + "'; there are " + String.join(", ", known));
                return 2;
            }
        }
        Results results = new Results(Clock.systemUTC().millis(), command);
        boolean valid = measure(results);
        String document = Json.write(results.document());
        if (json == null) {
            System.out.println(document);
        } else {
            Files.writeString(json, document + "\n");
        }
        return valid ? 0 : 1;
    }

    private boolean measure(Results results) throws IOException {
        boolean valid = true;
        try (ProcessCluster cluster = ProcessCluster.start(2, 1)) {
            String version = cluster.cli().run("version").ok().out().strip();
            for (Scenario scenario : Scenario.all()) {
                if (chosen.isEmpty() || chosen.contains(scenario.id())) {
                    System.err.print("benchmarks: " + scenario.id() + " ... ");
                    try {
                        Measurement measured = new ScenarioRun(cluster, scenario).run(seconds, repeat);
                        results.add(scenario, measured, version);
                        System.err.println(measured.values() + " " + scenario.unit());
                    } catch (IllegalStateException | AssertionError e) {
                        System.err.println(e.getMessage());
                        return false;
                    }
                }
            }
        }
        return valid;
    }
}
