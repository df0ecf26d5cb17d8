package dev.vendaval.peers.storm;

import java.util.HashMap;
import java.util.Map;
import org.apache.storm.tuple.Tuple;

/** Counts words. */
final class CountSink extends TallyBolt {
    private static final long serialVersionUID = 1L;
    private final Map<String, Long> counts = new HashMap<>();

    CountSink(String directory) {
        super(directory);
    }

    @Override
    void process(Tuple input) {
        counts.merge(input.getString(0), 1L, Long::sum);
    }
}
