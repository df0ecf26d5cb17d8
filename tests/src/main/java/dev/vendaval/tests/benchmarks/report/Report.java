package dev.vendaval.tests.benchmarks.report;

import dev.vendaval.tests.benchmarks.results.Figures;
import dev.vendaval.tests.benchmarks.results.Floor;
import dev.vendaval.tests.benchmarks.results.ResultsFile;
import dev.vendaval.tests.benchmarks.results.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes {@code benchmarks.md} and the charts in {@code benchmarks/} from results; nothing in them is typed by hand. */
public final class Report {
    private static final String INTRODUCTION = """
            # Benchmarks

            Written by `tests/benchmarks/run --write-docs` from the results of its last runs; scenarios missing below were not run.

            All systems run as real clusters on one machine, in turns (one round of each, as often as there are values), each
            with its daemons and separate worker JVMs. The same sources measure all of them: every task counts in a mapped
            file, which the benchmark reads at the edges of a window, after a warm-up of twice the window, 10 s at most
            (45 s for `idle-20`, whose code is compiled for that long).
            Latencies run from the time a tuple was *due* by a fixed schedule, whether or not it could be emitted then. A round
            counts only if afterwards everything emitted has arrived and, tracked, was acked.

            - Throughput is what the sinks receive: tuples of one `Long`; in word counts words, from lines of 10.3 words on
              average, the same in all systems. `-2w`: two workers, the sources in one, the sinks in the other.
            - `chain-5`, `fanout-all-8`, `grouping-*` (one source, four sinks), `payload-*` (a `Long` and a `byte[]`) and
              `scaling-N` (`spout-id-null` with N tasks of each component) are tracked.
            - `latency-*`: source, id, sink, tracked, at that many tuples a second; the value is the median from due to sink.
            - `idle-20`: ten sources that never emit and ten sinks; microseconds of processor time a second.
            - `submit-first-tuple`: from the start of the submitting command to the first tuple at the sink, two workers.
            - Cores are those of the worker processes, memory is that of the largest of them.
            """;

    private final ResultsFile results;
    private final List<Floor.Verdict> verdicts;
    private final StringBuilder text = new StringBuilder(INTRODUCTION);

    private Report(ResultsFile results, List<Floor.Verdict> verdicts) {
        this.results = results;
        this.verdicts = verdicts;
    }

    /**
     * Writes all of it.
     *
     * @param docs the directory of the documents
     */
    public static void write(Path docs, ResultsFile results, List<Floor.Verdict> verdicts) throws IOException {
        Map<String, BarChart> charts = new Charts(results).all();
        Path directory = Files.createDirectories(docs.resolve("benchmarks"));
        for (Map.Entry<String, BarChart> chart : charts.entrySet()) {
            Files.writeString(
                    directory.resolve(chart.getKey()), chart.getValue().svg());
        }
        Files.writeString(docs.resolve("benchmarks.md"), new Report(results, verdicts).markdown(charts));
    }

    private String markdown(Map<String, BarChart> charts) {
        origin();
        charts.forEach((file, chart) -> line("\n![" + chart.title() + "](benchmarks/" + file + ")"));
        figures();
        comparisons();
        latencies();
        floors();
        settings();
        return text.toString();
    }

    private void line(String content) {
        text.append(content).append('\n');
    }

    private void table(String... columns) {
        line("");
        row(columns);
        row(Collections.nCopies(columns.length, "---").toArray(new String[0]));
    }

    private void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void origin() {
        Map<String, Object> document = results.document();
        Map<?, ?> machine = (Map<?, ?>) Objects.requireNonNull(document.get("machine"));
        line("\n## Runs\n");
        line("- Machine: " + machine.get("cpus") + " processors, "
                + Figures.megabytes(((Number) Objects.requireNonNull(machine.get("memoryBytes"))).doubleValue())
                + ", " + machine.get("os") + ", JDK " + machine.get("jdk"));
        Set<String> versions = new LinkedHashSet<>();
        eachSystem((scenario, system) -> versions.add(system.get("system") + " " + system.get("version")));
        line("- Versions: " + String.join(", ", versions));
        results.runs().forEach(run -> line("- " + begun(run) + ": `" + String.join(" ", run.command()) + "`"));
    }

    private static String begun(Run run) {
        return Instant.ofEpochMilli(run.startedAtMs()).atOffset(ZoneOffset.UTC).toLocalDate()
                + (run.commit().isEmpty() ? ", commit not noted" : ", commit " + run.commit());
    }

    private interface Visitor {
        void visit(Map<String, Object> scenario, Map<String, Object> system);
    }

    private void eachSystem(Visitor visitor) {
        results.scenarios()
                .forEach(scenario ->
                        ResultsFile.objects(scenario, "systems").forEach(system -> visitor.visit(scenario, system)));
    }

    private void figures() {
        line("\n## Figures");
        table("scenario", "system", "median", "min", "max", "unit", "cores", "memory");
        eachSystem((scenario, system) -> row(
                text(scenario, "id"),
                text(system, "system"),
                figure(system, "median"),
                figure(system, "min"),
                figure(system, "max"),
                text(scenario, "unit"),
                figure(system, "cpuCores"),
                Figures.megabytes(number(system, "rssBytes"))));
    }

    private void comparisons() {
        line("\n## Vendaval in relation to its peers");
        line("\nMedian divided by median, and the ratios of the pairs that ran one after the other.");
        table("scenario", "peer", "ratio", "pairs");
        results.scenarios()
                .forEach(scenario -> ResultsFile.objects(scenario, "comparisons")
                        .forEach(comparison -> row(
                                text(scenario, "id"),
                                text(comparison, "baseline"),
                                figure(comparison, "ratio"),
                                text(comparison, "ratios"))));
    }

    private void latencies() {
        line("\n## Latencies in microseconds");
        table("scenario", "system", "from due to", "p50", "p99", "p99.9", "max", "count");
        eachSystem((scenario, system) -> {
            latency(scenario, system, "sink", system.get("latencyUs"));
            latency(scenario, system, "ack", system.get("completionUs"));
        });
    }

    @SuppressWarnings("unchecked") // a JSON object is a map from strings
    private void latency(
            Map<String, Object> scenario, Map<String, Object> system, String end, @Nullable Object figures) {
        if (figures instanceof Map<?, ?> map) {
            Map<String, Object> latency = (Map<String, Object>) map;
            row(
                    text(scenario, "id"),
                    text(system, "system"),
                    end,
                    figure(latency, "p50"),
                    figure(latency, "p99"),
                    figure(latency, "p999"),
                    figure(latency, "max"),
                    figure(latency, "count"));
        }
    }

    private void floors() {
        line("\n## Floors");
        table("floor", "scenario", "outcome", "figure");
        verdicts.forEach(verdict -> row(
                verdict.floor().name(),
                verdict.floor().scenario(),
                switch (verdict.outcome()) {
                    case MET -> "met";
                    case NOT_MET -> "**not met**";
                    case NOT_MEASURED -> "not measured";
                },
                verdict.explanation()));
    }

    private void settings() {
        line("\n## Settings\n");
        Set<String> seen = new LinkedHashSet<>();
        eachSystem((scenario, system) -> {
            String settings = system.get("system") + ": `" + system.get("settings") + "`";
            if (seen.add(settings)) {
                line("- " + text(scenario, "id") + ", " + settings);
            }
        });
    }

    private static String text(Map<String, Object> object, String field) {
        return String.valueOf(object.get(field));
    }

    private static String figure(Map<String, Object> object, String field) {
        return Figures.text(number(object, field));
    }

    private static double number(Map<String, Object> object, String field) {
        return ((Number) Objects.requireNonNull(object.get(field), field)).doubleValue();
    }
}
