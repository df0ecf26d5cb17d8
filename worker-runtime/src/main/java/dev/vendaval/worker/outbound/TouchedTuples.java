package dev.vendaval.worker.outbound;

import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The inputs to which tuples for other workers were anchored in this round. No mask bit outlives its round: it goes out
 * with the input's ack, or alone at round end.
 *
 * <p>Beside them the trees of tuples that waited for room and leave in this round: only now is it known which life of the
 * other worker gets them.
 */
public final class TouchedTuples {
    private static final int LONGS_PER_LATE = 2;

    private final List<RuntimeTuple> touched = new ArrayList<>();

    /** root, touch bit */
    private long[] late = {};

    private int lateLength;

    void touch(RuntimeTuple anchor, long bit) {
        if (anchor.roundMask == 0) {
            touched.add(anchor);
        }
        anchor.roundMask |= bit;
    }

    /** A tuple of a tree leaves for a worker that the tree was not told of when it was emitted. */
    void touchLate(long root, long bit) {
        if (lateLength == late.length) {
            late = Arrays.copyOf(late, Math.max(64, 2 * late.length));
        }
        late[lateLength] = root;
        late[lateLength + 1] = bit;
        lateLength += LONGS_PER_LATE;
    }

    boolean isEmpty() {
        return touched.isEmpty() && lateLength == 0;
    }

    /** At round end: what was not acked meanwhile tells its ackers now. */
    void flushTo(AckPath acks) {
        if (isEmpty()) {
            return;
        }
        for (RuntimeTuple tuple : touched) {
            if (tuple.roundMask != 0 && tuple.isLive()) {
                acks.touch(tuple);
            }
            tuple.roundMask = 0;
        }
        touched.clear();
        for (int at = 0; at < lateLength; at += LONGS_PER_LATE) {
            acks.touch(late[at], late[at + 1]);
        }
        lateLength = 0;
    }
}
