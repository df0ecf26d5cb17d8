package dev.vendaval.peers.storm;

import dev.vendaval.tests.topologies.chaos.NumberedSource;
import dev.vendaval.tests.topologies.chaos.Tape;
import java.io.IOException;
import org.apache.storm.task.OutputCollector;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Tuple;
import org.apache.storm.tuple.Values;

/** Counts the tuples of each key and passes each on with its number among those of its key. */
final class KeyCountBolt extends TapeBolt {
    private static final long serialVersionUID = 1L;
    private transient int[] counts = new int[0];

    KeyCountBolt(String directory) {
        super(directory);
    }

    @Override
    void prepared() {
        counts = new int[NumberedSource.KEYS];
    }

    @Override
    void process(Tuple input, OutputCollector output, Tape noted) throws IOException {
        int id = input.getInteger(0);
        int key = input.getInteger(3);
        int count = ++counts[key];
        noted.note(Tape.Kind.COUNTED, id, count);
        output.emit(input, new Values(id, input.getValue(1), input.getValue(2), key, count));
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("id", "number", "attempt", "key", "count"));
    }
}
