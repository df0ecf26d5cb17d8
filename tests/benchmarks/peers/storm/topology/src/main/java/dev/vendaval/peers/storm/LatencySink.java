package dev.vendaval.peers.storm;

import org.apache.storm.tuple.Tuple;

/** Notes how long ago a tuple was due. */
final class LatencySink extends TallyBolt {
    private static final long serialVersionUID = 1L;

    LatencySink(String directory) {
        super(directory);
    }

    @Override
    void process(Tuple input) {
        tally().latencySince(input.getLong(0));
    }
}
