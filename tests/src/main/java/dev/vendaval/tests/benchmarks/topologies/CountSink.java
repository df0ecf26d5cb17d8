package dev.vendaval.tests.benchmarks.topologies;

import dev.vendaval.api.Tuple;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Counts words. */
final class CountSink extends TallyBolt {
    private static final long serialVersionUID = 1L;
    private final Map<String, Long> counts = new HashMap<>();

    CountSink(String directory) {
        super(directory);
    }

    @Override
    void process(Tuple input) {
        counts.merge(Objects.requireNonNull(input.getString(0)), 1L, Long::sum);
    }
}
