package dev.vendaval.worker.routing;

import dev.vendaval.api.CustomGrouping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The user's own rule; what it returns is checked before anything is sent. */
final class CustomGrouper extends Grouper {
    private final CustomGrouping grouping;
    private final int senderTask;
    private final TaskIds taskIds;
    /** The call in which a target was last chosen, so that one chosen twice shows. */
    private final long[] chosenIn;

    private long call;

    CustomGrouper(CustomGrouping grouping, int senderTask, TaskIds taskIds, TargetView targets) {
        super(targets, Gate.EACH, everyIndex(targets));
        this.grouping = grouping;
        this.senderTask = senderTask;
        this.taskIds = taskIds;
        this.chosenIn = new long[taskIds.count()];
    }

    @Override
    public int choose(List<Object> values, int[] into) {
        // Users' code: it may well return null.
        @Nullable List<Integer> chosen = grouping.chooseTasks(senderTask, values);
        if (chosen == null) {
            throw wrong("null; to send the tuple nowhere return an empty list");
        }
        call++;
        int count = 0;
        for (@Nullable Integer task : chosen) {
            int index = task == null ? -1 : taskIds.indexOf(task);
            if (index < 0) {
                throw wrong("task " + task + ", which is none of its targets " + taskIds);
            }
            if (chosenIn[index] == call) {
                throw wrong("task " + task + " twice for one tuple");
            }
            chosenIn[index] = call;
            into[count++] = index;
        }
        return count;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(
                "custom grouping " + grouping.getClass().getName() + " chose " + what);
    }
}
