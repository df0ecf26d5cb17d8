package dev.vendaval.nimbus.explanation;

import dev.vendaval.protocol.report.BoltInsight;
import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.ExecutorInsight;
import dev.vendaval.protocol.report.ExecutorState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one executor.
 *
 * @param worker where it runs; null: nowhere
 * @param unplaced why it runs nowhere
 * @param state as reported; without meaning when it runs nowhere
 * @param insight what it said of itself when asked; null if it did not answer
 * @param call that it has been sitting in; null if in none
 */
record ExecutorFacts(
        String component,
        boolean spout,
        List<Integer> tasks,
        @Nullable WorkerFacts worker,
        String unplaced,
        ExecutorState state,
        @Nullable ExecutorInsight insight,
        @Nullable BusyCall call) {
    int firstTask() {
        return tasks.get(0);
    }

    /** How people call it. */
    String name() {
        String kind = spout ? "spout " : "bolt ";
        int last = tasks.get(tasks.size() - 1);
        return kind + component + (tasks.size() == 1 ? " task " + last : " tasks " + firstTask() + "-" + last);
    }

    String host() {
        return worker == null ? "" : worker.host();
    }

    int port() {
        return worker == null ? 0 : worker.port();
    }

    /** Waiting for it; of one that sits in a call those that it has not taken yet, which is all that can be seen. */
    long inboxTuples() {
        if (insight != null) {
            return insight.inboxTuples();
        }
        return call == null ? 0 : call.inboxTuples();
    }

    long outboxTuples() {
        return insight == null ? 0 : insight.outboxTuples();
    }

    long unackedTuples() {
        return insight == null
                ? 0
                : insight.bolts().stream().mapToLong(BoltInsight::unackedTuples).sum();
    }

    long held() {
        return inboxTuples() + outboxTuples() + unackedTuples();
    }
}
