package dev.vendaval.peers.storm;

import dev.vendaval.tests.topologies.chaos.Counted;
import dev.vendaval.tests.topologies.chaos.Tape;
import java.io.IOException;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.tuple.Tuple;

/** Notes each id with its count. */
final class TapeSink extends TapeBolt {
    private static final long serialVersionUID = 1L;

    TapeSink(String directory) {
        super(directory);
    }

    @Override
    void process(Tuple input, OutputCollector output, Tape noted) throws IOException {
        boolean isReplay = input.getInteger(2) > 0;
        noted.note(Tape.Kind.RECEIVED, input.getInteger(0), Counted.number(input.getInteger(4), isReplay));
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {}
}
