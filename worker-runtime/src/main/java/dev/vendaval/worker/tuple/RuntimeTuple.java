package dev.vendaval.worker.tuple;

import dev.vendaval.api.Fields;
import dev.vendaval.api.Tuple;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One copy of a tuple, for one receiving task. The values are shared with the other copies; this object is the
 * receiver's own, is never recycled, and is what the user holds.
 *
 * <p>The public fields belong to the receiving executor: written by the sender before the hand-over, by the receiver's
 * executor afterwards, by nobody else. What the user may read from any thread is final.
 *
 * <pre>
 * root  0 untracked | &gt; 0 live | &lt; 0 acked or failed, so that misuse costs one compare
 * xor   the edge of this copy in the tree of root, xor those of the tuples anchored to it so far: what its ack tells
 * roundMask  touch bits of the workers they went to in this round, not yet told to the acker
 * moreRoots  null, or for each further root two longs: root, xor
 * </pre>
 *
 * 64 bytes with compressed references: a cache line.
 */
public final class RuntimeTuple implements Tuple {
    /** How many longs a root takes in {@link #moreRoots}. */
    public static final int LONGS_PER_ROOT = 2;

    private final TupleSource source;
    private final List<Object> values;

    /** The task this copy is for. */
    public final int task;

    public long root;
    public long xor;
    public long roundMask;
    public long @Nullable [] moreRoots;

    /** Neighbours in the task's open set, while it is in there. */
    public @Nullable RuntimeTuple previous;

    public @Nullable RuntimeTuple next;

    /** A copy; with {@code root} 0 it is untracked. */
    public RuntimeTuple(TupleSource source, List<Object> values, int task, long root, long edge) {
        this.source = source;
        this.values = values;
        this.task = task;
        this.root = root;
        this.xor = edge;
    }

    /** Whether it belongs to at least one tree and has been neither acked nor failed. */
    public boolean isLive() {
        return root > 0;
    }

    /** Whether it was acked or failed already. */
    public boolean isDone() {
        return root < 0;
    }

    public TupleSource source() {
        return source;
    }

    @Override
    public int size() {
        return values.size();
    }

    @Override
    public @Nullable Object getValue(int index) {
        return values.get(index);
    }

    @Override
    public List<Object> getValues() {
        return Collections.unmodifiableList(values);
    }

    @Override
    public Fields getFields() {
        return source.fields();
    }

    @Override
    public String getSourceComponent() {
        return source.component();
    }

    @Override
    public int getSourceTask() {
        return source.task();
    }

    @Override
    public String getSourceStreamId() {
        return source.stream();
    }

    @Override
    public String toString() {
        return source + " " + values;
    }
}
