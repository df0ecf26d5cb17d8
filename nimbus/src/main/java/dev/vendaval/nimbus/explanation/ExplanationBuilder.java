package dev.vendaval.nimbus.explanation;

import dev.vendaval.nimbus.statistics.TopologyView;
import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.TopologyExplanation;
import dev.vendaval.protocol.report.TopologyExplanation.Reason;
import dev.vendaval.protocol.report.TopologyExplanation.SpoutTask;
import dev.vendaval.protocol.report.TopologyInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Builds the answer of {@code explain}. Pure. */
public final class ExplanationBuilder {
    private static final int MOST_ERRORS = 10;

    private ExplanationBuilder() {}

    /**
     * The answer at this time, in epoch milliseconds.
     *
     * @param reportId that its workers were asked with
     */
    public static TopologyExplanation explain(TopologyView view, long reportId, long nowEpochMs) {
        Facts facts = new Facts(view, reportId, nowEpochMs);
        TopologyInfo info = facts.info();
        OldestTrees trees = new OldestTrees(facts);
        List<SpoutTask> spouts = new SpoutReasons(facts, trees).all();
        double rate = spouts.stream()
                .filter(spout -> spout.reason() != Reason.INACTIVE) // its rate is that of the last seconds before
                .mapToDouble(SpoutTask::emittedPerSecond)
                .sum();
        return new TopologyExplanation(
                info.name(),
                info.id(),
                info.status(),
                verdict(facts, spouts, rate),
                rate > 0,
                rate,
                spouts,
                trees.oldest(),
                queues(facts),
                calls(facts),
                workers(facts),
                info.unassigned(),
                recent(info.errors()),
                info.notices());
    }

    private static String verdict(Facts facts, List<SpoutTask> spouts, double rate) {
        if (rate > 0) {
            String emitting = "emitting " + Words.rate(rate);
            List<SpoutTask> bounded = spouts.stream()
                    .filter(spout -> spout.reason() != Reason.EMITTING)
                    .toList();
            return bounded.stream().allMatch(spout -> spout.reason() == Reason.SOURCE_EMPTY)
                    ? trouble(facts)
                            .map(what -> emitting + ", but " + what)
                            .orElse(bounded.isEmpty() ? emitting : emitting + ", but " + first(bounded))
                    : emitting + ", but " + first(bounded);
        }
        return spouts.isEmpty() ? "not emitting: it has no spout task" : "not emitting: " + first(spouts);
    }

    /** What the spouts do not feel yet. */
    private static Optional<String> trouble(Facts facts) {
        Optional<String> call = facts.executors().stream()
                .filter(executor -> executor.call() != null)
                .max(Comparator.comparingLong(ExplanationBuilder::callMs))
                .map(executor ->
                        executor.name() + " is in a call: " + Words.call(Objects.requireNonNull(executor.call())));
        return call.or(() -> facts.workers().stream()
                .filter(worker -> worker.condition() != WorkerFacts.Condition.RUNNING)
                .findFirst()
                .map(worker -> "worker " + worker.address() + " " + worker.trouble()));
    }

    private static long callMs(ExecutorFacts executor) {
        BusyCall call = executor.call();
        return call == null ? 0 : call.forMs();
    }

    private static String first(List<SpoutTask> spouts) {
        SpoutTask worst = spouts.stream()
                .min(Comparator.<SpoutTask, Boolean>comparing(spout -> spout.emittedPerSecond() > 0)
                        .thenComparingInt(spout -> rank(spout.reason())))
                .orElseThrow();
        String more = spouts.size() == 1 ? "" : " (of " + spouts.size() + " spout tasks, see below)";
        return "spout " + worst.component() + " task " + worst.task() + " " + worst.text() + more;
    }

    /** What somebody has to look at comes before what passes or is meant to be. */
    private static int rank(Reason reason) {
        return switch (reason) {
            case FAILED -> 0;
            case UNPLACED -> 1;
            case WORKER_LOST -> 2;
            case NO_ANSWER -> 3;
            case BUSY -> 4;
            case WAITS_FOR_WORKER -> 5;
            case WAITS_FOR_CREDIT -> 6;
            case WAITS_FOR_PREPARE -> 7;
            case MAX_PENDING -> 8;
            case OPENING -> 9;
            case WORKER_STARTING -> 10;
            case INACTIVE -> 11;
            case SOURCE_EMPTY -> 12;
            case EMITTING -> 13;
        };
    }

    private static List<TopologyExplanation.Queue> queues(Facts facts) {
        return facts.executors().stream()
                .filter(executor -> executor.held() > 0)
                .sorted(Comparator.comparingLong(ExecutorFacts::held).reversed())
                .map(executor -> new TopologyExplanation.Queue(
                        executor.component(),
                        executor.tasks(),
                        executor.host(),
                        executor.port(),
                        executor.inboxTuples(),
                        executor.outboxTuples(),
                        executor.unackedTuples(),
                        executor.insight() == null ? 0 : executor.insight().callsPerSecond(),
                        executor.insight() == null))
                .toList();
    }

    private static List<TopologyExplanation.Call> calls(Facts facts) {
        List<TopologyExplanation.Call> calls = new ArrayList<>();
        for (ExecutorFacts executor : facts.executors()) {
            BusyCall call = executor.call();
            if (call != null) {
                calls.add(new TopologyExplanation.Call(
                        executor.component(),
                        call.task(),
                        executor.host(),
                        executor.port(),
                        call.method(),
                        call.place(),
                        call.forMs(),
                        call.stack()));
            }
        }
        calls.sort(Comparator.comparingLong(TopologyExplanation.Call::forMs).reversed());
        return calls;
    }

    private static List<TopologyExplanation.Worker> workers(Facts facts) {
        return facts.workers().stream()
                .filter(worker -> worker.condition() != WorkerFacts.Condition.RUNNING)
                .map(worker -> new TopologyExplanation.Worker(
                        worker.supervisor(),
                        worker.host(),
                        worker.port(),
                        worker.condition() == WorkerFacts.Condition.SILENT
                                ? "NO_ANSWER"
                                : worker.condition().name(),
                        worker.trouble()))
                .toList();
    }

    private static List<ErrorReport> recent(List<ErrorReport> errors) {
        return errors.size() <= MOST_ERRORS ? errors : errors.subList(0, MOST_ERRORS);
    }
}
