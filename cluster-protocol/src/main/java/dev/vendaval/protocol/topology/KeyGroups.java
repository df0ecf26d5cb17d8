package dev.vendaval.protocol.topology;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which task of a component has which keys: keys are hashed to a number of groups that is fixed at submit, and each group
 * has a task. Immutable, and a pure function of the tasks at submit and of how many were added each time.
 *
 * <p>At submit groups go to tasks in contiguous ranges. When tasks are added, each older one gives its last groups away, as
 * few as leave all tasks with numbers of groups that differ by one at most; no group goes from one older task to another.
 */
public final class KeyGroups {
    private static final int MINIMUM = 1024;
    private static final int PER_TASK = 64;
    private static final int MAXIMUM_TASKS = (1 << 30) / PER_TASK;

    private final int count;
    private final int tasks;

    /** The index of its task among those of the component, by group; null as long as groups lie in ranges. */
    private final int @Nullable [] owners;

    private KeyGroups(int count, int tasks, int @Nullable [] owners) {
        this.count = count;
        this.tasks = tasks;
        this.owners = owners;
    }

    /** How many groups a component has, fixed at submit: the next power of two at or above max(1024, 64 x tasks at submit). */
    public static int count(int tasks) {
        if (tasks < 1 || tasks > MAXIMUM_TASKS) {
            throw new IllegalArgumentException(tasks + " tasks; there may be 1 to " + MAXIMUM_TASKS);
        }
        int wanted = Math.max(MINIMUM, tasks * PER_TASK);
        return Integer.highestOneBit(wanted - 1) << 1;
    }

    /** Of a component with so many tasks at submit. */
    public static KeyGroups of(int tasksAtSubmit) {
        return new KeyGroups(count(tasksAtSubmit), tasksAtSubmit, null);
    }

    /**
     * The same after tasks were added.
     *
     * @param more how many
     * @throws IllegalArgumentException if there would be more tasks than groups
     */
    public KeyGroups with(int more) {
        int next = tasks + more;
        if (more < 1 || next > count) {
            throw new IllegalArgumentException(tasks + " tasks and " + more + " more; there may be up to " + count);
        }
        int[] moved = new int[count];
        int[] has = new int[next];
        for (int group = 0; group < count; group++) {
            moved[group] = taskIndex(group);
            has[moved[group]]++;
        }
        int[] wanted = wanted(next, has);
        int receiver = tasks;
        for (int group = count - 1; group >= 0; group--) {
            int owner = moved[group];
            if (has[owner] > wanted[owner]) {
                while (has[receiver] == wanted[receiver]) {
                    receiver++;
                }
                moved[group] = receiver;
                has[receiver]++;
                has[owner]--;
            }
        }
        return new KeyGroups(count, next, moved);
    }

    /** As even as can be; who has more now goes on to have more, so that the fewest move. */
    private int[] wanted(int next, int[] has) {
        int least = count / next;
        int oneMore = count % next;
        int[] wanted = new int[next];
        for (int task = 0; task < next; task++) {
            boolean extra = oneMore > 0 && (task >= tasks || has[task] > least);
            wanted[task] = extra ? least + 1 : least;
            oneMore -= extra ? 1 : 0;
        }
        return wanted;
    }

    /** How many groups there are, a power of two. */
    public int count() {
        return count;
    }

    /** Whether tasks were added, so that groups no longer lie in ranges. */
    public boolean isGrown() {
        return owners != null;
    }

    /** The index of the task that has a group. */
    public int taskIndex(int group) {
        int[] known = owners;
        return known == null ? (int) ((long) group * tasks / count) : known[group];
    }

    /** The indexes of the tasks that had groups before which one task has now; itself excluded. */
    public Set<Integer> givers(KeyGroups before, int taskIndex) {
        Set<Integer> givers = new TreeSet<>();
        for (int group = 0; group < count; group++) {
            int giver = before.taskIndex(group);
            if (taskIndex(group) == taskIndex && giver != taskIndex) {
                givers.add(giver);
            }
        }
        return givers;
    }

    /** The indexes of the tasks that have groups now which one task had before; itself excluded. */
    public Set<Integer> takers(KeyGroups before, int taskIndex) {
        Set<Integer> takers = new TreeSet<>();
        for (int group = 0; group < count; group++) {
            int taker = taskIndex(group);
            if (before.taskIndex(group) == taskIndex && taker != taskIndex) {
                takers.add(taker);
            }
        }
        return takers;
    }

    @Override
    public String toString() {
        return count + " key groups of " + tasks + " tasks";
    }
}
