package dev.vendaval.worker.executor;

import dev.vendaval.protocol.report.ExecutorInsight;
import dev.vendaval.protocol.report.ExecutorReport;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.plan.ExecutorPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An executor at one of its round edges.
 *
 * @param executor which one
 * @param report its state
 * @param tasks the counters of its tasks; none before it has them
 * @param pendingTrees trees whose spout has not heard of the outcome
 * @param trackedTrees trees that are not complete
 * @param inboxTuples tuples waiting for it, or for its thread
 * @param outboxTuples tuples it has emitted and not handed over
 * @param statusApplied the topology status it has applied
 * @param insight what it does and waits for, if that was asked
 */
public record ExecutorSnapshot(
        ExecutorPlan executor,
        ExecutorReport report,
        List<TaskReport> tasks,
        long pendingTrees,
        long trackedTrees,
        long inboxTuples,
        long outboxTuples,
        TopologyStatus statusApplied,
        @Nullable ExecutorInsight insight) {}
