package dev.vendaval.peers.flink;

import dev.vendaval.tests.benchmarks.tally.Tally;
import java.util.HashMap;
import java.util.Map;
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
            private final Map<String, Long> counts = new HashMap<>();

            @Override
            void process(String word) {
                counts.merge(word, 1L, Long::sum);
            }
        };
    }
}
