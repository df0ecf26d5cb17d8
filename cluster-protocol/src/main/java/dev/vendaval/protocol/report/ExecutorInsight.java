package dev.vendaval.protocol.report;

import dev.vendaval.protocol.topology.ExecutorTasks;
import java.util.List;

/**
 * What an executor does and waits for, said by itself.
 *
 * @param callsPerSecond calls of users' code that did work, over the last second or so
 * @param inboxTuples waiting for it
 * @param outboxTuples emitted and not handed over
 * @param waits what keeps it from its next tuple; empty if nothing does
 * @param spouts its tasks, if it runs a spout
 * @param bolts its tasks, if it runs a bolt
 */
public record ExecutorInsight(
        ExecutorTasks executor,
        double callsPerSecond,
        long inboxTuples,
        long outboxTuples,
        List<ReceiverWait> waits,
        List<SpoutInsight> spouts,
        List<BoltInsight> bolts) {
    public ExecutorInsight {
        waits = List.copyOf(waits);
        spouts = List.copyOf(spouts);
        bolts = List.copyOf(bolts);
    }
}
