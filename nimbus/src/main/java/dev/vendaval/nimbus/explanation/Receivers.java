package dev.vendaval.nimbus.explanation;

import dev.vendaval.protocol.report.BoltInsight;
import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.ExecutorInsight;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.ReceiverWait;
import dev.vendaval.protocol.report.TaskPhase;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What keeps receivers from taking tuples, followed to where it begins. */
final class Receivers {
    private static final double MS_PER_SECOND = 1_000;

    private final Facts facts;

    Receivers(Facts facts) {
        this.facts = facts;
    }

    /** The wait that explains most: for a receiver in trouble before one that is only slow. */
    ReceiverWait worst(List<ReceiverWait> waits) {
        return waits.stream()
                .min(Comparator.<ReceiverWait>comparingInt(this::rank)
                        .thenComparing(Comparator.comparingLong(ReceiverWait::heldTuples)
                                .reversed()))
                .orElseThrow();
    }

    private int rank(ReceiverWait wait) {
        ExecutorFacts receiver = facts.executor(wait.receiver());
        if (receiver == null || receiver.worker() == null) {
            return 1;
        }
        if (receiver.call() != null) {
            return 0;
        }
        if (receiver.worker().condition() != WorkerFacts.Condition.RUNNING) {
            return 2;
        }
        if (receiver.state() != ExecutorState.RUNNING) {
            return receiver.state() == ExecutorState.FAILED ? 3 : 4;
        }
        ExecutorInsight insight = receiver.insight();
        return insight == null || !insight.waits().isEmpty() ? 5 : 6;
    }

    /** What is waited for, and why that takes no more. */
    String text(List<ReceiverWait> waits) {
        return text(waits, new HashSet<>());
    }

    private String text(List<ReceiverWait> waits, Set<Integer> named) {
        ReceiverWait wait = worst(waits);
        String others = waits.size() == 1 ? "" : " (and " + (waits.size() - 1) + " more)";
        ExecutorFacts receiver = facts.executor(wait.receiver());
        if (receiver == null) {
            return "waits for task " + wait.receiver() + others;
        }
        boolean known = !named.add(wait.receiver());
        String why = known ? ", which was named before: they wait for each other" : why(receiver, named);
        return waited(wait, receiver) + others + why;
    }

    private static String waited(ReceiverWait wait, ExecutorFacts receiver) {
        return switch (wait.cause()) {
            case CREDIT -> "waits for credit of " + receiver.name();
            case NOT_PREPARED -> "waits for " + receiver.name() + " to be prepared";
            case NO_LINK -> "waits for a link to worker " + address(receiver) + " of " + receiver.name();
            case UNPLACED -> "waits for a worker for " + receiver.name();
        };
    }

    private static String address(ExecutorFacts receiver) {
        return receiver.worker() == null ? "(none)" : receiver.worker().address();
    }

    private String why(ExecutorFacts receiver, Set<Integer> named) {
        WorkerFacts worker = receiver.worker();
        if (worker == null) {
            return ", which no worker runs: " + receiver.unplaced();
        }
        BusyCall call = receiver.call();
        if (call != null) {
            return ", whose " + Words.call(call)
                    + (receiver.inboxTuples() == 0 ? "" : ", with " + Words.count(receiver.inboxTuples()) + " waiting");
        }
        if (worker.condition() != WorkerFacts.Condition.RUNNING) {
            return ", whose worker " + worker.address() + " " + worker.trouble();
        }
        if (receiver.state() == ExecutorState.FAILED) {
            return ", whose prepare fails: " + facts.lastError(receiver).orElse("see its worker's log");
        }
        if (receiver.state() == ExecutorState.STARTING) {
            return ", which is being prepared";
        }
        ExecutorInsight insight = receiver.insight();
        return insight == null ? ", which does not answer" : why(receiver, insight, named);
    }

    private String why(ExecutorFacts receiver, ExecutorInsight insight, Set<Integer> named) {
        if (insight.bolts().stream().map(BoltInsight::phase).anyMatch(TaskPhase.REMAKING::equals)) {
            return ", which is made anew after " + facts.lastError(receiver).orElse("an error");
        }
        if (!insight.waits().isEmpty()) {
            return ", which " + text(insight.waits(), named);
        }
        return ", which executes " + Words.rate(insight.callsPerSecond()) + " and has "
                + Words.count(insight.inboxTuples()) + " waiting" + slow(receiver, insight);
    }

    /** What to do for one that has nothing wrong but its pace. */
    private String slow(ExecutorFacts receiver, ExecutorInsight insight) {
        String component = receiver.component();
        String more = "more executors, if it can have them, would take more: vendaval rebalance "
                + facts.info().name() + " -e " + component + "=" + (facts.executorsOf(component) + 1);
        double millis = insight.inboxTuples() / insight.callsPerSecond() * MS_PER_SECOND;
        Duration timeout = facts.messageTimeout();
        return Double.isFinite(millis) && millis > timeout.toMillis()
                ? "; they need " + Words.time(Math.round(millis)) + ", more than topology.message.timeout ("
                        + Words.time(timeout.toMillis()) + "): trees fail before their turn comes; " + more
                        + "; or have fewer wait by topology.max.spout.pending"
                : "; " + more;
    }
}
