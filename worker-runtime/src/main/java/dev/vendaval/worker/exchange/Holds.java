package dev.vendaval.worker.exchange;

import java.util.BitSet;
import java.util.List;

/**
 * Which deliveries an executor leaves where they are for now: those of senders that began with a change which it has not
 * followed yet, and those of a task's new owner while the end of the older owner's is still to come. One compare for each
 * delivery while nothing is held. Owned by the executor's thread.
 *
 * <p>A delivery that is held holds up what is behind it in its ring. That ends: an end was put on its way before the new
 * owner, which it is awaited for, sent anything.
 */
public final class Holds {
    private final BitSet heldTasks = new BitSet();
    private long followed = Long.MAX_VALUE;

    /** Deliveries of senders that began with a later change than this are looked at. */
    private long fence = Long.MAX_VALUE;

    /** Until it is told, an executor takes everything. From now on it has followed this change and none after it. */
    public void begin(long version) {
        followed = version;
        fence = version;
    }

    /**
     * The executor follows a change.
     *
     * @param version of the change
     * @param tasks whose older owner's end is still to come
     */
    public void follow(long version, List<Integer> tasks) {
        heldTasks.clear();
        tasks.forEach(heldTasks::set);
        followed = version;
        fence = heldTasks.isEmpty() ? version : version - 1;
    }

    /** The end of these tasks' older owner has come, or will not. */
    public void release(List<Integer> tasks) {
        tasks.forEach(heldTasks::clear);
        if (heldTasks.isEmpty()) {
            fence = followed;
        }
    }

    boolean mayHold(long epoch) {
        return epoch > fence;
    }

    /** Of what {@link #mayHold}: a marker. */
    boolean holdsMarker(long epoch) {
        return epoch > followed;
    }

    /** Of what {@link #mayHold}: tuples of a task. */
    boolean holds(long epoch, int senderTask) {
        return epoch > followed || heldTasks.get(senderTask);
    }
}
