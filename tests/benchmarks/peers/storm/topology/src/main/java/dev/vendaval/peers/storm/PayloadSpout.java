package dev.vendaval.peers.storm;

import dev.vendaval.tests.benchmarks.workload.Workload;
import org.apache.storm.task.TopologyContext;
import org.apache.storm.topology.OutputFieldsDeclarer;
import org.apache.storm.tuple.Fields;
import org.apache.storm.tuple.Values;

/** Emits a number and the same bytes with each call. */
final class PayloadSpout extends TallySpout {
    private static final long serialVersionUID = 1L;
    private transient long number;
    private transient byte[] payload = new byte[0];

    PayloadSpout(Workload workload, String directory) {
        super(workload, directory);
    }

    @Override
    void opened(TopologyContext context) {
        payload = new byte[workload().payloadBytes()];
    }

    @Override
    void next() {
        Long value = number++;
        emit(new Values(value, payload), value);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("value", "payload"));
    }
}
