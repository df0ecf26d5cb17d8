package dev.vendaval.tests.benchmarks.changes;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Changes that are made in turn, a change and its way back, and the topology to which they are. */
enum Course {
    NOTHING(2, Course.MUCH, Change.NONE, Change.NONE),
    WORKERS(1, Course.MUCH, Change.WORKERS_1_3, Change.WORKERS_3_1),
    EXECUTORS(2, Course.MUCH, Change.EXECUTORS_2_5, Change.EXECUTORS_5_2),
    DEATH_OF_WORKER(2, Course.TRACKED, Change.KILL_BOLT_WORKER, Change.KILL_BOLT_WORKER),
    DEATH_OF_HOST(2, Course.TRACKED, Change.KILL_SUPERVISOR_AND_WORKER, Change.KILL_SUPERVISOR_AND_WORKER);

    private static final int MUCH = 20_000;

    /** At which replays are measured. */
    private static final int TRACKED = 5_000;

    private final int workers;
    private final int perSecond;
    private final Change change;
    private final Change wayBack;

    Course(int workers, int perSecond, Change change, Change wayBack) {
        this.workers = workers;
        this.perSecond = perSecond;
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

    /** The change and, if there is one, its way back. */
    List<Change> changes() {
        return change == wayBack ? List.of(change) : List.of(change, wayBack);
    }

    /** Whether every round has a topology of its own: what has died does not come back as it was. */
    boolean isAnewEachRound() {
        return change.isDeath();
    }
}
