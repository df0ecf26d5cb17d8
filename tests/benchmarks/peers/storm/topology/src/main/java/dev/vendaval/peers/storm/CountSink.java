package dev.vendaval.peers.storm;

import dev.vendaval.tests.benchmarks.task.WordCounts;
import org.apache.storm.tuple.Tuple;

/** Counts words. */
final class CountSink extends TallyBolt {
    private static final long serialVersionUID = 1L;
    private final WordCounts counts = new WordCounts();

    CountSink(String directory) {
        super(directory);
    }

    @Override
    void process(Tuple input) {
        counts.add(input.getString(0));
    }
}
