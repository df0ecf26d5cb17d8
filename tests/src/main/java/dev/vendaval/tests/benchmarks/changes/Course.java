package dev.vendaval.tests.benchmarks.changes;

import dev.vendaval.tests.benchmarks.engine.Hosts.Ability;
import dev.vendaval.tests.topologies.chaos.Counting;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Changes that are made in turn, a change and its way back, and the topology to which they are. */
enum Course {
    NOTHING(2, Course.MUCH, Change.NONE, Change.NONE),
    WORKERS(1, Course.MUCH, Change.WORKERS_1_3, Change.WORKERS_3_1),
    EXECUTORS(2, Course.MUCH, Change.EXECUTORS_2_5, Change.EXECUTORS_5_2),
    GROWTH(2, Course.MUCH, Course.FEW_TASKS, Change.GROW_4_8, Change.GROW_4_8),
    MOVED_BOLT(1, Course.MUCH, Change.MOVE_BOLT, Change.MOVE_BOLT_BACK),
    DRAIN(2, Course.MUCH, Change.DRAIN_UNDRAIN, Change.DRAIN_UNDRAIN_BACK),
    MOVED_SPOUT(2, Course.MUCH, Change.MOVE_SPOUT, Change.MOVE_SPOUT_BACK),
    DEATH_OF_WORKER(2, Course.TRACKED, Change.KILL_BOLT_WORKER, Change.KILL_BOLT_WORKER),
    DEATH_OF_HOST(2, Course.TRACKED, Change.KILL_SUPERVISOR_AND_WORKER, Change.KILL_SUPERVISOR_AND_WORKER);

    private static final int MUCH = 20_000;

    /** At which replays are measured. */
    private static final int TRACKED = 5_000;

    /** So that it can be doubled without more than usual. */
    private static final int FEW_TASKS = 4;

    private final int workers;
    private final int perSecond;
    private final int countTasks;
    private final Change change;
    private final Change wayBack;

    Course(int workers, int perSecond, Change change, Change wayBack) {
        this(workers, perSecond, Counting.COUNT_TASKS, change, wayBack);
    }

    Course(int workers, int perSecond, int countTasks, Change change, Change wayBack) {
        this.workers = workers;
        this.perSecond = perSecond;
        this.countTasks = countTasks;
        this.change = change;
        this.wayBack = wayBack;
    }

    /** Those with one of these changes; all if there is none. */
    static List<Course> with(Collection<Change> wanted) {
        return Arrays.stream(values())
                .filter(course -> wanted.isEmpty() || course.changes().stream().anyMatch(wanted::contains))
                .toList();
    }

    /** At the submit. */
    int workers() {
        return workers;
    }

    int perSecond() {
        return perSecond;
    }

    /** Of the counting bolt, at the submit. */
    int countTasks() {
        return countTasks;
    }

    /** The change and, if there is one, its way back. */
    List<Change> changes() {
        return change == wayBack ? List.of(change) : List.of(change, wayBack);
    }

    /** What a system must have a command for, to go all the way. */
    List<Ability> needs() {
        return changes().stream().flatMap(each -> each.needs().stream()).toList();
    }

    /** Whether every round has a topology of its own: what has died does not come back as it was, what has grown stays. */
    boolean isAnewEachRound() {
        return change.isForGood();
    }
}
