package dev.vendaval.protocol.topology;

import java.util.ArrayList;
import java.util.List;

/**
 * How a topology has grown since its submit: with its definition this gives its tasks, and who has which keys. A part of
 * each assignment, so that whoever knows where tasks run knows which there are. Immutable.
 *
 * @param added in the order in which it grew
 * @param highestTask the highest id that was ever proposed for an added task, also in a change that was rolled back; 0 if
 *     none was
 */
public record TaskGrowth(List<AddedTasks> added, int highestTask) {
    /** As submitted. */
    public static final TaskGrowth NONE = new TaskGrowth(List.of(), 0);

    public TaskGrowth {
        added = List.copyOf(added);
    }

    /** The same after one component has got more tasks. */
    public TaskGrowth with(AddedTasks more) {
        List<AddedTasks> all = new ArrayList<>(added);
        all.add(more);
        return new TaskGrowth(all, more.tasks().stream().reduce(highestTask, Math::max));
    }

    /** The same, with the ids that another one has used never to be used again. */
    public TaskGrowth beyond(TaskGrowth other) {
        return new TaskGrowth(added, Math.max(highestTask, other.highestTask));
    }

    /** How often a component has got tasks. */
    public int timesGrown(String component) {
        return (int) added.stream()
                .filter(each -> each.component().equals(component))
                .count();
    }
}
