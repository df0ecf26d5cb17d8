package dev.vendaval.peers.storm;

import org.apache.storm.tuple.Tuple;

/** Does nothing with what it gets. */
final class NullSink extends TallyBolt {
    private static final long serialVersionUID = 1L;

    NullSink(String directory) {
        super(directory);
    }

    @Override
    void process(Tuple input) {
        // The work is to do none.
    }
}
