package dev.vendaval.protocol.state;

import dev.vendaval.protocol.topology.TaskGrowth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a topology runs: the assignment in force, and its change if there is one. One record, so that nobody sees half
 * of a step. Versions grow with each assignment that was ever proposed; one that was rolled back leaves a gap.
 *
 * <pre>
 *   STABLE --> PREPARING --> (PAUSING) --> SWITCHING --> STABLE
 *                  |              |
 *                  +------> ABORTED, which is STABLE with a note of the version that is used up
 * </pre>
 *
 * @param change null when nothing changes
 */
public record Placement(Assignment assignment, @Nullable AssignmentChange change) {
    /** Nothing changes, and nothing was rolled back last. */
    public static Placement stable(Assignment assignment) {
        return new Placement(assignment, null);
    }

    public String topologyId() {
        return assignment.topologyId();
    }

    /** Whether a change is under way. */
    public boolean isChanging() {
        return change != null && change.isLive();
    }

    /** The assignment that is prepared, null if none is. */
    public @Nullable Assignment next() {
        return change != null && (change.phase() == ChangePhase.PREPARING || change.phase() == ChangePhase.PAUSING)
                ? change.other()
                : null;
    }

    /** The assignment that is being left, null unless the phase is SWITCHING. */
    public @Nullable Assignment previous() {
        return change != null && change.phase() == ChangePhase.SWITCHING ? change.other() : null;
    }

    /** The workers of the assignment in force and of one that is prepared or being left. */
    public List<WorkerSlot> workers() {
        List<WorkerSlot> workers = new ArrayList<>(assignment.workers());
        if (isChanging() && change != null) {
            workers.addAll(change.other().workers());
        }
        return workers;
    }

    /** The version of the next assignment that may be proposed; above every lease, since new slots have it as theirs. */
    public long nextVersion() {
        long highest = highest(assignment);
        return (change == null ? highest : Math.max(highest, highest(change.other()))) + 1;
    }

    private static long highest(Assignment assignment) {
        return assignment.workers().stream().mapToLong(WorkerSlot::lease).reduce(assignment.version(), Math::max);
    }

    /** What has grown by the assignment in force; ids that were proposed and rolled back count as used. */
    public TaskGrowth growth() {
        return change == null
                ? assignment.growth()
                : assignment.growth().beyond(change.other().growth());
    }

    /**
     * Begins a change.
     *
     * @param requestId made by who asked
     * @param pause how long spouts may be paused before the switch; null for not at all
     */
    public Placement preparing(Assignment next, String requestId, @Nullable Duration pause) {
        if (isChanging() || next.version() != nextVersion()) {
            throw illegal("prepare " + next.version());
        }
        return new Placement(assignment, new AssignmentChange(ChangePhase.PREPARING, next, requestId, pause, ""));
    }

    /** Everything is ready and spouts are to pause. */
    public Placement pausing() {
        AssignmentChange present = inPhase(ChangePhase.PREPARING, "pause");
        return new Placement(
                assignment,
                new AssignmentChange(ChangePhase.PAUSING, present.other(), present.requestId(), present.pause(), ""));
    }

    /** The commit: the next assignment is in force. */
    public Placement switching() {
        AssignmentChange present = prepared("switch");
        return new Placement(
                present.other(),
                new AssignmentChange(ChangePhase.SWITCHING, assignment, present.requestId(), null, ""));
    }

    /**
     * Workers of hosts that have died in the switch have other slots, or another lease. Who runs what is as before, and so
     * are the versions: the switch that workers are in the middle of is the same one.
     */
    public Placement relocated(List<WorkerSlot> inForce, List<WorkerSlot> left) {
        AssignmentChange present = inPhase(ChangePhase.SWITCHING, "relocate");
        return new Placement(
                assignment.withWorkers(inForce),
                new AssignmentChange(
                        ChangePhase.SWITCHING, present.other().withWorkers(left), present.requestId(), null, ""));
    }

    /** The switch is done. */
    public Placement settled() {
        inPhase(ChangePhase.SWITCHING, "settle");
        return stable(assignment);
    }

    /** The roll-back, possible before the commit only. */
    public Placement aborted(String reason) {
        AssignmentChange present = prepared("roll back");
        return new Placement(
                assignment,
                new AssignmentChange(ChangePhase.ABORTED, present.other(), present.requestId(), null, reason));
    }

    private AssignmentChange inPhase(ChangePhase phase, String step) {
        AssignmentChange present = change;
        if (present == null || present.phase() != phase) {
            throw illegal(step);
        }
        return present;
    }

    private AssignmentChange prepared(String step) {
        AssignmentChange present = change;
        if (present == null || next() == null) {
            throw illegal(step);
        }
        return present;
    }

    private IllegalStateException illegal(String step) {
        return new IllegalStateException("cannot " + step + ": assignment " + assignment.version() + " is "
                + (change == null ? "STABLE" : change.phase()));
    }
}
