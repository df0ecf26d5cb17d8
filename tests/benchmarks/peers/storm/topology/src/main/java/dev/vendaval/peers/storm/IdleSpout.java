package dev.vendaval.peers.storm;

import dev.vendaval.tests.benchmarks.workload.Workload;

/** Has nothing to emit, ever. */
final class IdleSpout extends TallySpout {
    private static final long serialVersionUID = 1L;

    IdleSpout(Workload workload, String directory) {
        super(workload, directory);
    }

    @Override
    void next() {
        // Nothing has arrived.
    }
}
