package dev.vendaval.peers.storm;

import dev.vendaval.tests.benchmarks.workload.Workload;
import org.apache.storm.tuple.Values;

/** Emits one number with each call. */
final class NumberSpout extends TallySpout {
    private static final long serialVersionUID = 1L;
    private transient long number;

    NumberSpout(Workload workload, String directory) {
        super(workload, directory);
    }

    @Override
    void next() {
        Long value = number++;
        emit(new Values(value), value);
    }
}
