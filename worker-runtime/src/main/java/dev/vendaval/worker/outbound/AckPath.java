package dev.vendaval.worker.outbound;

import dev.vendaval.worker.tracking.AckBuffer;
import dev.vendaval.worker.tracking.RootIds;
import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * From an executor to the ackers of its inputs' trees: acks are numbers that gather per acker executor and leave at
 * round end. Owned by the executor's thread.
 *
 * <p>An acked or failed tuple gets its root negated, so that the next ack, fail or anchor is seen by one compare.
 */
public final class AckPath {
    private AckLane[] lanes;

    /** Acker number, as in root ids, to the buffer of its lane. */
    private AckBuffer[] bufferOfAcker;

    /** To executors that run no ackers any more: what had gathered for them when they were too busy to take it. */
    private final List<AckLane> retiring = new ArrayList<>();

    private int deathsKnown;

    private final TouchedTuples touched;

    /**
     * @param lanes to each executor that runs ackers
     * @param laneOfAcker one of them for each acker
     */
    public AckPath(AckLane[] lanes, AckLane[] laneOfAcker, TouchedTuples touched) {
        this.lanes = lanes;
        this.bufferOfAcker = Arrays.stream(laneOfAcker).map(lane -> lane.buffer).toArray(AckBuffer[]::new);
        this.touched = touched;
    }

    /** The ackers are with other executors from now on; the ways to those that were known before may be among these. */
    void follow(AckLane[] next, AckLane[] laneOfAcker) {
        for (AckLane lane : lanes) {
            if (!Arrays.asList(next).contains(lane) && !lane.flush()) {
                retiring.add(lane);
            }
        }
        lanes = next;
        bufferOfAcker = Arrays.stream(laneOfAcker).map(lane -> lane.buffer).toArray(AckBuffer[]::new);
        for (AckLane lane : next) {
            lane.learn(deathsKnown);
        }
    }

    private AckBuffer buffer(long root) {
        return bufferOfAcker[RootIds.acker(root)];
    }

    /** Whether a number can be a root of this topology. */
    public boolean isRoot(long root) {
        return root > 0 && RootIds.acker(root) < bufferOfAcker.length;
    }

    /** Acks a live tuple in all its trees. */
    public void ack(RuntimeTuple tuple) {
        long root = tuple.root;
        buffer(root).ack(root, tuple.xor, tuple.roundMask);
        long[] more = tuple.moreRoots;
        if (more != null) {
            for (int at = 0; at < more.length; at += RuntimeTuple.LONGS_PER_ROOT) {
                buffer(more[at]).ack(more[at], more[at + 1], tuple.roundMask);
            }
        }
        tuple.roundMask = 0;
        tuple.root = -root;
    }

    /** Fails all trees of a live tuple. */
    public void fail(RuntimeTuple tuple) {
        long root = tuple.root;
        fail(root);
        long[] more = tuple.moreRoots;
        if (more != null) {
            for (int at = 0; at < more.length; at += RuntimeTuple.LONGS_PER_ROOT) {
                fail(more[at]);
            }
        }
        tuple.roundMask = 0;
        tuple.root = -root;
    }

    /** Fails one tree. */
    public void fail(long root) {
        buffer(root).fail(root);
    }

    /** Moves the deadline of all trees of a live tuple. */
    public void resetTimeout(RuntimeTuple tuple) {
        buffer(tuple.root).resetTimeout(tuple.root);
        long[] more = tuple.moreRoots;
        if (more != null) {
            for (int at = 0; at < more.length; at += RuntimeTuple.LONGS_PER_ROOT) {
                buffer(more[at]).resetTimeout(more[at]);
            }
        }
    }

    /** Tells the acker of a tree which worker it reaches. */
    void touch(long root, long touchBit) {
        buffer(root).ack(root, 0, touchBit);
    }

    /** Tells the ackers of a live tuple which workers its tree has reached, without acking it. */
    void touch(RuntimeTuple tuple) {
        buffer(tuple.root).ack(tuple.root, 0, tuple.roundMask);
        long[] more = tuple.moreRoots;
        if (more != null) {
            for (int at = 0; at < more.length; at += RuntimeTuple.LONGS_PER_ROOT) {
                buffer(more[at]).ack(more[at], 0, tuple.roundMask);
            }
        }
    }

    /**
     * The executor knows of so many deaths from now on. To be told before it touches a tree in the knowledge of them, and
     * never of one to whom a link could still take a tuple.
     */
    public void learn(int deaths) {
        deathsKnown = deaths;
        for (AckLane lane : lanes) {
            lane.learn(deaths);
        }
    }

    /** Whether trees were touched since the last flush: by tuples that leave later than their anchors told. */
    public boolean hasTouched() {
        return !touched.isEmpty();
    }

    /** Round end: everything leaves; false if some of it has to wait. */
    public boolean flush() {
        touched.flushTo(this);
        boolean all = true;
        for (AckLane lane : lanes) {
            all &= lane.flush();
        }
        if (!retiring.isEmpty()) {
            retiring.removeIf(AckLane::flush);
            all &= retiring.isEmpty();
        }
        return all;
    }
}
