package dev.vendaval.worker.outbound;

import dev.vendaval.worker.routing.Grouper;
import dev.vendaval.worker.routing.TargetView;
import dev.vendaval.worker.routing.TaskIds;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sending task's view of one subscriber to one of its streams: its tasks, and the grouping that chooses among them. */
final class SubscriptionOutput {
    private final Target[] targets;
    private final TaskIds ids;
    private final Grouper grouper;
    private final boolean feedback;
    private final int[] chosen;
    private int chosenCount;

    /** The ids that a grouping with only one choice always returns; null if its choices vary. */
    private final @Nullable List<Integer> fixedIds;

    SubscriptionOutput(Target[] targets, TaskIds ids, Grouper grouper, boolean feedback) {
        this.targets = targets;
        this.ids = ids;
        this.grouper = grouper;
        this.feedback = feedback;
        this.chosen = new int[targets.length];
        int fixed = grouper.fixedChoice();
        if (fixed == Grouper.VARIES) {
            this.fixedIds = null;
        } else {
            this.fixedIds = ids.single(fixed);
            this.chosen[0] = fixed;
            this.chosenCount = 1;
        }
    }

    /** Whether it sends to these targets by the same outboxes: then its grouping goes on where it is. */
    boolean sendsTo(Target[] others) {
        return Arrays.equals(targets, others);
    }

    /** The task that gets every tuple, if it is in this worker. */
    @Nullable
    SoleReceiver sole() {
        List<Integer> fixed = fixedIds;
        return fixed != null && chosen(0).outbox() instanceof LocalOutbox local
                ? new SoleReceiver(chosen(0).task(), fixed, local)
                : null;
    }

    /** Whether any task that may be chosen is in another worker. */
    boolean mayLeaveWorker() {
        for (Target target : targets) {
            if (target.outbox() instanceof RemoteOutbox) {
                return true;
            }
        }
        return false;
    }

    /** What the grouping sees of the targets. */
    static TargetView view(Target[] targets) {
        return new TargetView() {
            @Override
            public int count() {
                return targets.length;
            }

            @Override
            public boolean open(int index) {
                return targets[index].outbox().isOpen();
            }

            @Override
            public boolean local(int index) {
                return targets[index].outbox() instanceof LocalOutbox;
            }
        };
    }

    /** Lets the grouping choose; returns how many copies there will be. */
    int choose(List<Object> values) {
        if (fixedIds == null) {
            chosenCount = grouper.choose(values, chosen);
        }
        return chosenCount;
    }

    /** Chooses a task by its id; false if the subscriber has no such task. */
    boolean choose(int task) {
        int index = ids.indexOf(task);
        if (index < 0) {
            chosenCount = 0;
            return false;
        }
        chosen[0] = index;
        chosenCount = 1;
        return true;
    }

    int chosenCount() {
        return chosenCount;
    }

    Target chosen(int index) {
        return targets[chosen[index]];
    }

    List<Integer> chosenIds() {
        List<Integer> fixed = fixedIds;
        return fixed == null ? ids.at(chosen, chosenCount) : fixed;
    }

    /** Whether the next tuple may have no place; never on a feedback edge. */
    boolean isClosed() {
        return !feedback && grouper.closed();
    }
}
