package dev.vendaval.worker.executor;

import dev.vendaval.protocol.report.ExecutorInsight;
import dev.vendaval.protocol.report.ExecutorReport;
import dev.vendaval.protocol.report.ReceiverWait;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.worker.outbound.Blockage;
import dev.vendaval.worker.plan.ExecutorPlan;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an executor says of itself when it is asked, which is at one of its round edges. Owned by the executor's thread; all
 * is put together anew from what is there, so that nothing is counted for it per tuple.
 */
final class SnapshotMaker {
    private static final long ODDITIES_EVERY_NANOS = 60_000_000_000L;
    private static final Logger log = LoggerFactory.getLogger(SnapshotMaker.class);

    private final Executor executor;
    private final ExecutorParts parts;
    private final Tasks tasks;
    private final Round round;
    private final WorkRate callRate;
    private long odditiesLogged;
    private long overdraftsSeen;
    private long unknownRootsSeen;

    SnapshotMaker(Executor executor, ExecutorParts parts, Tasks tasks, Round round) {
        this.executor = executor;
        this.parts = parts;
        this.tasks = tasks;
        this.round = round;
        this.callRate = new WorkRate(round.now());
        this.odditiesLogged = round.now();
    }

    void answer(Orders.SnapshotRequest asked) {
        asked.answer().complete(make(asked.withInsight()));
        if (round.now() - odditiesLogged >= ODDITIES_EVERY_NANOS) {
            odditiesLogged = round.now();
            logOddities();
        }
    }

    /** What is harmless now and then, and says that something is wrong when it goes on. */
    private void logOddities() {
        long overdrafts = parts.inbox().overdrafts();
        if (overdrafts > overdraftsSeen) {
            log.warn(
                    "executor {}: links sent more than was granted {} times",
                    parts.plan(),
                    overdrafts - overdraftsSeen);
            overdraftsSeen = overdrafts;
        }
        long unknown = executor.unknownRoots();
        if (unknown > unknownRootsSeen) {
            log.debug(
                    "executor {}: {} acks, fails and resets of finished trees",
                    parts.plan(),
                    unknown - unknownRootsSeen);
            unknownRootsSeen = unknown;
        }
    }

    private ExecutorSnapshot make(boolean withInsight) {
        callRate.look(round.now(), executor.calls());
        executor.lookAtRates(round.now());
        List<TaskReport> reports = new ArrayList<>();
        if (!executor.passages().isUnopened()) {
            tasks.forEach(task -> reports.add(task.report()));
        }
        return new ExecutorSnapshot(
                parts.plan(),
                new ExecutorReport(parts.plan().identity(), tasks.state(), tasks.restarts()),
                List.copyOf(reports),
                executor.pendingTrees(),
                executor.trackedTrees(),
                waitingInput(),
                parts.emitter().waitingTuples(),
                executor.orders().statusApplied(),
                withInsight ? makeInsight() : null);
    }

    private ExecutorInsight makeInsight() {
        return new ExecutorInsight(
                parts.plan().identity(),
                callRate.perSecond(round.now()),
                waitingInput(),
                parts.emitter().waitingTuples(),
                executor.canSend() ? List.of() : waits(),
                executor.spoutInsights(round.now()),
                executor.boltInsights());
    }

    private long waitingInput() {
        return parts.inbox().queuedTuples() + executor.tuplesInHand() + tasks.waitingCalls();
    }

    private List<ReceiverWait> waits() {
        return parts.outputs().blockages().stream().map(SnapshotMaker::wait).toList();
    }

    private static ReceiverWait wait(Blockage blockage) {
        ReceiverWait.Cause cause;
        if (blockage.receiver().worker() == ExecutorPlan.NO_WORKER) {
            cause = ReceiverWait.Cause.UNPLACED;
        } else if (!blockage.reachable()) {
            cause = ReceiverWait.Cause.NO_LINK;
        } else {
            cause = blockage.ready() ? ReceiverWait.Cause.CREDIT : ReceiverWait.Cause.NOT_PREPARED;
        }
        return new ReceiverWait(blockage.receiver().firstTask(), cause, blockage.heldTuples());
    }
}
