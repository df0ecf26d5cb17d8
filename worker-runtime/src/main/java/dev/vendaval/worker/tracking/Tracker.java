package dev.vendaval.worker.tracking;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The acker of one spout task: follows each of its tuple trees by one xor of edge ids, and says what became of it. Every
 * edge enters the xor once where it is created and once where it is acked, so zero means that all are acked, in whatever
 * order the messages come. Owned by the executor of the spout task; no clock, no thread.
 *
 * <p>What always holds: each root that was begun has exactly one outcome, unless {@link #dropAll} forgot it; what comes
 * in for any other root is dropped and counted. A tree with an edge that was created and never acked does not complete:
 * doubled messages leave the xor away from zero, or meet a finished root.
 *
 * <p>Time: {@link #advance} is told every reading of the clock, at least at begin and end of every round (so that a wait
 * between rounds does not count as work). A tree fails by time-out no earlier than T after its last progress, and no
 * later than T and 10 % while rounds are short; see {@link Deadlines}. Its touch mask says which other
 * workers a tree may have reached: {@link #doom} is told when some of them died.
 */
public final class Tracker {
    /** Bounds one piece of a pass: about 0.2 ms. */
    private static final int SLOTS_PER_SWEEP = 1 << 15;

    private static final long[] NO_ROOTS = {};

    private final RootIds ids;
    private Deadlines deadlines;
    private final Trees trees = new Trees();
    private final OutcomeQueue outcomes = new OutcomeQueue();

    /** Deadlines follow from the age of a tree, too; else none is earlier than an older one. */
    private boolean maxAgeCounts;

    private long tick;

    /** The deadline of a tree that makes progress in this tick, but for its age. */
    private long deadlineNow;

    /** Whether any deadline was set since the last reading of the clock. */
    private boolean stamped;

    /** The tick in which the next pass begins; no tree has an earlier deadline. */
    private long passDue;

    private boolean passRunning;
    private long earliestInPass;
    private long unknownRoots;

    /** Roots of trees that a death has touched and that are still to fail, from {@code doomedDone} to {@code doomedCount}. */
    private long[] doomed = NO_ROOTS;

    private int doomedCount;
    private int doomedDone;

    /**
     * @param ids of the spout task served
     * @param timeoutNanos the message time-out T
     * @param maxAgeNanos the age at which a tree fails even with progress; 0: none
     * @param nowNanos the round's clock
     */
    public Tracker(RootIds ids, long timeoutNanos, long maxAgeNanos, long nowNanos) {
        this.ids = ids;
        this.deadlines = new Deadlines(timeoutNanos, maxAgeNanos, nowNanos);
        this.tick = deadlines.tick(nowNanos);
        this.deadlineNow = deadlines.plain(tick);
        this.maxAgeCounts = maxAgeNanos > 0;
        this.passDue = deadlines.earliestOfNew(tick);
    }

    /** Other time-outs from now on; each pending tree counts as one that has just made progress. */
    public void retime(long timeoutNanos, long maxAgeNanos, long nowNanos) {
        deadlines = new Deadlines(timeoutNanos, maxAgeNanos, nowNanos);
        maxAgeCounts = maxAgeNanos > 0;
        tick = deadlines.tick(nowNanos);
        deadlineNow = deadlines.plain(tick);
        stamped = false;
        earliestInPass = deadlines.earliestOfNew(tick);
        trees.forEach(place -> {
            long deadline = deadline(trees.emitNanos(place));
            trees.deadline(place, deadline);
            earliestInPass = Math.min(earliestInPass, deadline);
        });
        passDue = earliestInPass;
    }

    /** A root id for the next tree. */
    public long nextRoot() {
        long root = ids.next();
        while (ids.wrapped() && trees.find(root) != Trees.NONE) {
            root = ids.next();
        }
        return root;
    }

    /**
     * Begins a tree, in the {@code emit} itself once all copies have their edges and before any is flushed.
     *
     * @param root from {@link #nextRoot()}
     * @param messageId the spout's
     * @param emitNanos the round's clock
     * @param xor of the edges of all copies; 0 (no copies): acked at once
     * @param mask touch bits of the other workers that got copies
     */
    public void begin(long root, Object messageId, long emitNanos, long xor, long mask) {
        if (xor == 0) {
            outcomes.add(Outcome.Kind.ACKED, messageId, emitNanos);
            return;
        }
        long deadline = deadline(emitNanos);
        trees.add(root, messageId, emitNanos, xor, mask, deadline);
        if (maxAgeCounts) {
            passDue = Math.min(passDue, deadline);
            earliestInPass = Math.min(earliestInPass, deadline);
        }
        stamped = true;
    }

    /** Tuples of the tree were acked and anchored; an unknown root is one that is finished: counted. */
    public void ack(long root, long xor, long mask) {
        int place = trees.find(root);
        if (place == Trees.NONE) {
            unknownRoots++;
        } else if (trees.fold(place, xor, mask) == 0) {
            end(place, Outcome.Kind.ACKED);
        } else {
            moveDeadline(place);
        }
    }

    /** A tuple of the tree was failed. */
    public void fail(long root) {
        int place = trees.find(root);
        if (place == Trees.NONE) {
            unknownRoots++;
        } else {
            end(place, Outcome.Kind.FAILED);
        }
    }

    /** Workers with these touch bits have died: one pass over the trees, of which those that touched them are to fail. */
    public void doom(long touchBits) {
        trees.forEach(place -> {
            if ((trees.mask(place) & touchBits) != 0) {
                if (doomedCount == doomed.length) {
                    doomed = Arrays.copyOf(doomed, Math.max(64, 2 * doomedCount));
                }
                doomed[doomedCount++] = trees.root(place);
            }
        });
    }

    /** Fails doomed trees, at most so many; one that has found its end meanwhile keeps that. */
    public void failDoomed(int most) {
        for (int failed = 0; failed < most && doomedDone < doomedCount; doomedDone++) {
            int place = trees.find(doomed[doomedDone]);
            if (place != Trees.NONE) {
                end(place, Outcome.Kind.FAILED);
                failed++;
            }
        }
        if (doomedDone == doomedCount) {
            doomed = NO_ROOTS;
            doomedCount = 0;
            doomedDone = 0;
        }
    }

    /** Moves the deadline. */
    public void resetTimeout(long root) {
        int place = trees.find(root);
        if (place == Trees.NONE) {
            unknownRoots++;
        } else {
            moveDeadline(place);
        }
    }

    private void moveDeadline(int place) {
        trees.deadline(place, maxAgeCounts ? deadline(trees.emitNanos(place)) : deadlineNow);
        stamped = true;
    }

    private long deadline(long emitNanos) {
        return maxAgeCounts ? deadlines.after(tick, emitNanos) : deadlineNow;
    }

    private void end(int place, Outcome.Kind kind) {
        outcomes.add(kind, trees.messageId(place), trees.emitNanos(place));
        trees.remove(place);
    }

    /** The clock was read; to be told every reading, at least at begin and end of each round. */
    public void advance(long nowNanos) {
        long now = deadlines.tick(nowNanos);
        if (now > tick + 1 && stamped) {
            postpone(deadlines.plain(tick), deadlines.plain(now - 1));
        }
        if (now > tick) {
            tick = now;
            deadlineNow = deadlines.plain(now);
        }
        stamped = false;
    }

    /** A call took several ticks: what happened in it may have happened at its end. */
    private void postpone(long deadline, long later) {
        trees.forEach(place -> {
            if (trees.deadline(place) == deadline) {
                trees.deadline(place, later);
            }
        });
    }

    /**
     * Times out trees whose deadline has passed; to be called every round. It passes over the table only when a deadline
     * may be due, in pieces, and costs nothing otherwise.
     *
     * @param max how many to time out at most
     * @return how many were
     */
    public int sweep(int max) {
        if (!passRunning) {
            if (tick < passDue) {
                return 0;
            }
            beginPass();
        }
        int timedOut = 0;
        int place = trees.placeInPass();
        for (int visits = 0; visits < SLOTS_PER_SWEEP && timedOut < max && place != Trees.NONE; visits++) {
            if (visit(place)) {
                timedOut++;
            }
            place = trees.placeInPass();
        }
        if (place == Trees.NONE) {
            endPass();
        }
        return timedOut;
    }

    private void beginPass() {
        passRunning = true;
        trees.beginPass();
        earliestInPass = deadlines.earliestOfNew(tick);
    }

    /** True if the tree there timed out; then another one may have come to the place, which is visited again. */
    private boolean visit(int place) {
        if (trees.root(place) != 0) {
            long deadline = trees.deadline(place);
            if (deadline <= tick) {
                end(place, Outcome.Kind.TIMED_OUT);
                return true;
            }
            earliestInPass = Math.min(earliestInPass, deadline);
        }
        trees.visited(place);
        return false;
    }

    private void endPass() {
        passRunning = false;
        passDue = earliestInPass;
        trees.endPass();
    }

    /** When {@link #sweep} has work again, on the clock of {@link #advance}; Long.MAX_VALUE when nothing is pending. */
    public long nextSweepNanos() {
        if (trees.size() == 0) {
            return Long.MAX_VALUE;
        }
        return deadlines.nanos(passRunning || doomedCount > 0 ? tick : passDue);
    }

    /** Fails every pending tree (the topology is killed). */
    public void failAll() {
        trees.forEach(place -> outcomes.add(Outcome.Kind.FAILED, trees.messageId(place), trees.emitNanos(place)));
        trees.clear();
    }

    /** Forgets every pending tree and every outcome not yet polled (the spout instance is replaced); returns how many. */
    public int dropAll() {
        int dropped = trees.size() + outcomes.size();
        trees.clear();
        outcomes.clear();
        return dropped;
    }

    /** Takes the oldest outcome not yet taken; false: none. */
    public boolean pollOutcome(Outcome into) {
        return outcomes.poll(into);
    }

    /**
     * The tree without an outcome that was begun first.
     *
     * @param emitNanos as {@link #begin} was told
     * @param touchBits of the other workers it may have reached
     */
    public record Oldest(long root, long emitNanos, long touchBits) {}

    /** The oldest tree; null: none is pending. Passes over all of them. */
    public @Nullable Oldest oldest() {
        int place = trees.oldest();
        return place == Trees.NONE ? null : new Oldest(trees.root(place), trees.emitNanos(place), trees.mask(place));
    }

    /** Trees without an outcome yet. */
    public int pending() {
        return trees.size();
    }

    /** Outcomes not yet polled. */
    public int undelivered() {
        return outcomes.size();
    }

    /** How many trees and free places the table holds now; for tests of its bounds. */
    int slots() {
        return trees.capacity();
    }

    /** Acks, fails and resets for roots that are finished, so far. */
    public long unknownRoots() {
        return unknownRoots;
    }
}
