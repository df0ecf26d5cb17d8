package dev.vendaval.worker.outbound;

import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.ArrayList;
import java.util.List;

/**
 * The inputs to which tuples for other workers were anchored in this round. No mask bit outlives its round: it goes out
 * with the input's ack, or alone at round end.
 */
public final class TouchedTuples {
    private final List<RuntimeTuple> touched = new ArrayList<>();

    void touch(RuntimeTuple anchor, long bit) {
        if (anchor.roundMask == 0) {
            touched.add(anchor);
        }
        anchor.roundMask |= bit;
    }

    /** At round end: what was not acked meanwhile tells its ackers now. */
    void flushTo(AckPath acks) {
        if (touched.isEmpty()) {
            return;
        }
        for (RuntimeTuple tuple : touched) {
            if (tuple.roundMask != 0 && tuple.isLive()) {
                acks.touch(tuple);
            }
            tuple.roundMask = 0;
        }
        touched.clear();
    }
}
