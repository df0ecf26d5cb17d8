package dev.vendaval.tests.benchmarks.topologies;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Values;
import dev.vendaval.tests.benchmarks.workload.Workload;

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
