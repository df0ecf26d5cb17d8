package dev.vendaval.nimbus.explanation;

import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.ExecutorInsight;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.OldestTree;
import dev.vendaval.protocol.report.ReceiverWait;
import dev.vendaval.protocol.report.SpoutInsight;
import dev.vendaval.protocol.report.TaskPhase;
import dev.vendaval.protocol.report.TopologyExplanation.Reason;
import dev.vendaval.protocol.report.TopologyExplanation.SpoutTask;
import dev.vendaval.protocol.state.TopologyStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says of each spout task why it does not emit, or what bounds its rate. */
final class SpoutReasons {
    private static final long NO_TREE = -1;

    private final Facts facts;
    private final Receivers receivers;
    private final OldestTrees trees;

    SpoutReasons(Facts facts, OldestTrees trees) {
        this.facts = facts;
        this.receivers = new Receivers(facts);
        this.trees = trees;
    }

    private record Finding(Reason reason, String text) {}

    List<SpoutTask> all() {
        List<SpoutTask> rows = new ArrayList<>();
        for (ExecutorFacts executor : facts.executors()) {
            if (executor.spout()) {
                executor.tasks().forEach(task -> rows.add(row(executor, task)));
            }
        }
        return rows;
    }

    private SpoutTask row(ExecutorFacts executor, int task) {
        ExecutorInsight insight = executor.insight();
        SpoutInsight spout = insight == null
                ? null
                : insight.spouts().stream()
                        .filter(each -> each.task() == task)
                        .findFirst()
                        .orElse(null);
        Finding finding = outside(executor)
                .orElseGet(() -> spout == null || insight == null
                        ? new Finding(Reason.NO_ANSWER, "does not answer")
                        : inside(executor, insight, spout));
        OldestTree oldest = spout == null ? OldestTree.NONE : spout.oldest();
        return new SpoutTask(
                executor.component(),
                task,
                executor.host(),
                executor.port(),
                finding.reason(),
                finding.text(),
                spout == null ? 0 : spout.emitsPerSecond(),
                spout == null ? 0 : spout.pending(),
                spout == null ? 0 : spout.maxPending(),
                oldest.isPresent() ? oldest.ageMs() : NO_TREE,
                insight == null
                        ? List.of()
                        : insight.waits().stream().map(ReceiverWait::receiver).toList());
    }

    /** What can be seen without the executor's own word. */
    private Optional<Finding> outside(ExecutorFacts executor) {
        WorkerFacts worker = executor.worker();
        if (worker == null) {
            return Optional.of(new Finding(Reason.UNPLACED, "has no worker: " + executor.unplaced()));
        }
        BusyCall call = executor.call();
        String address = worker.address() + ", which " + worker.trouble();
        return Optional.ofNullable(
                switch (worker.condition()) {
                    case LOST -> new Finding(Reason.WORKER_LOST, "waits for its worker " + address);
                    case STARTING ->
                        call != null || executor.state() == ExecutorState.FAILED
                                ? opening(executor, call)
                                : new Finding(Reason.WORKER_STARTING, "waits for its worker " + address);
                    case SILENT -> new Finding(Reason.NO_ANSWER, "does not answer: its worker is " + address);
                    case RUNNING -> opening(executor, call);
                });
    }

    private @Nullable Finding opening(ExecutorFacts executor, @Nullable BusyCall call) {
        if (executor.state() == ExecutorState.FAILED) {
            return new Finding(
                    Reason.FAILED,
                    "cannot be opened and is tried again: "
                            + facts.lastError(executor).orElse("see its worker's log"));
        }
        if (call != null) {
            Reason reason = executor.state() == ExecutorState.STARTING ? Reason.OPENING : Reason.BUSY;
            return new Finding(reason, "is in a call: " + Words.call(call));
        }
        return executor.state() == ExecutorState.STARTING ? new Finding(Reason.OPENING, "is being opened") : null;
    }

    private Finding inside(ExecutorFacts executor, ExecutorInsight insight, SpoutInsight spout) {
        TopologyStatus status = facts.info().status();
        if (status == TopologyStatus.INACTIVE || status == TopologyStatus.KILLED) {
            return new Finding(Reason.INACTIVE, "is not asked for tuples: the topology is " + status);
        }
        if (spout.phase() == TaskPhase.REMAKING || spout.phase() == TaskPhase.MAKING) {
            return new Finding(
                    Reason.OPENING,
                    "is made anew"
                            + facts.lastError(executor)
                                    .map(error -> " after " + error)
                                    .orElse(""));
        }
        if (spout.pending() >= spout.maxPending()) {
            return new Finding(
                    Reason.MAX_PENDING,
                    "has " + Words.count(spout.pending()) + " pending, the most it may have"
                            + trees.oldestOf(spout.oldest(), executor));
        }
        return insight.waits().isEmpty() ? unhindered(spout) : waiting(insight.waits());
    }

    private Finding waiting(List<ReceiverWait> waits) {
        Reason reason = switch (receivers.worst(waits).cause()) {
            case CREDIT -> Reason.WAITS_FOR_CREDIT;
            case NOT_PREPARED -> Reason.WAITS_FOR_PREPARE;
            case NO_LINK, UNPLACED -> Reason.WAITS_FOR_WORKER;
        };
        return new Finding(reason, receivers.text(waits));
    }

    private static Finding unhindered(SpoutInsight spout) {
        if (spout.emitsPerSecond() > 0) {
            return new Finding(Reason.EMITTING, "emits " + Words.rate(spout.emitsPerSecond()));
        }
        String since = spout.sinceEmitMs() < 0
                ? "nextTuple has emitted nothing so far"
                : "nextTuple has emitted nothing for " + Words.time(spout.sinceEmitMs());
        return new Finding(Reason.SOURCE_EMPTY, "has an empty source: " + since);
    }
}
