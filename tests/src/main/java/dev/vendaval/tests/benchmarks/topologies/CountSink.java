package dev.vendaval.tests.benchmarks.topologies;

import dev.vendaval.api.Tuple;
import dev.vendaval.tests.benchmarks.task.WordCounts;
import java.util.Objects;

/** Counts words. */
final class CountSink extends TallyBolt {
    private static final long serialVersionUID = 1L;
    private final WordCounts counts = new WordCounts();

    CountSink(String directory) {
        super(directory);
    }

    @Override
    void process(Tuple input) {
        counts.add(Objects.requireNonNull(input.getString(0)));
    }
}
