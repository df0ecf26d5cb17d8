package dev.vendaval.tests.benchmarks;

import dev.vendaval.tests.benchmarks.engine.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All rounds of one system in one scenario. */
final class SystemResult {
    private static final double CORE_DECIMALS = 10_000;

    private final String system;
    private final String version;
    private final Map<String, Object> settings;
    private final List<Measurement> rounds = new ArrayList<>();

    SystemResult(Engine engine, String system, Scenario scenario) {
        this.system = system;
        version = engine.version();
        settings = new LinkedHashMap<>(engine.settings(system, scenario.workload()));
    }

    String system() {
        return system;
    }

    void add(Measurement round) {
        rounds.add(round);
    }

    boolean isEmpty() {
        return rounds.isEmpty();
    }

    List<Double> values() {
        return rounds.stream().map(Measurement::value).toList();
    }

    /** The element of {@code systems} in CONTRACT's document. */
    Map<String, Object> document() {
        Map<String, Object> allSettings = new LinkedHashMap<>(settings);
        allSettings.put("workerJvmFlags", rounds.get(0).jvmFlags());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("system", system);
        document.put("version", version);
        document.put("settings", allSettings);
        document.put("values", values().stream().map(SystemResult::plain).toList());
        document.put("min", plain(Statistics.min(values())));
        document.put("median", plain(Statistics.median(values())));
        document.put("max", plain(Statistics.max(values())));
        double cores =
                Statistics.median(rounds.stream().map(Measurement::cpuCores).toList());
        document.put("cpuCores", Math.round(cores * CORE_DECIMALS) / CORE_DECIMALS);
        document.put(
                "rssBytes",
                rounds.stream().mapToLong(Measurement::rssBytes).max().orElse(0));
        document.put("latencyUs", latencies(rounds.stream().map(Measurement::toSink)));
        document.put("completionUs", latencies(rounds.stream().map(Measurement::toAck)));
        List<Number> sinceCall = rounds.stream()
                .flatMapToDouble(round -> round.sinceSubmitCallMs().stream())
                .mapToObj(SystemResult::plain)
                .toList();
        if (!sinceCall.isEmpty()) {
            document.put("sinceSubmitCallMs", sinceCall);
        }
        return document;
    }

    /** All rounds together; null where none was measured. */
    private static @Nullable Map<String, Object> latencies(Stream<Latencies> ofRounds) {
        Latencies all = new Latencies();
        ofRounds.forEach(all::add);
        return all.isEmpty() ? null : all.document();
    }

    /** Whole numbers without a fraction. */
    static Number plain(double value) {
        return value == Math.rint(value) ? (Number) (long) value : (Number) value;
    }
}
