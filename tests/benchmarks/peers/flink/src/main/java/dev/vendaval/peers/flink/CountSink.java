package dev.vendaval.peers.flink;

import dev.vendaval.tests.benchmarks.tally.Tally;
import dev.vendaval.tests.benchmarks.task.WordCounts;
import org.apache.flink.api.connector.sink2.SinkWriter;

/** Counts words. */
final class CountSink extends TallySink<String> {
    private static final long serialVersionUID = 1L;

    CountSink(String directory) {
        super(directory);
    }

    @Override
    SinkWriter<String> writer(Tally tally) {
        return new Writer<>(tally) {
            private final WordCounts counts = new WordCounts();

            @Override
            void process(String word) {
                counts.add(word);
            }
        };
    }
}
