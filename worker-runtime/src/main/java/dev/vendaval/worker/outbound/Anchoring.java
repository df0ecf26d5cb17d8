package dev.vendaval.worker.outbound;

import dev.vendaval.worker.codec.ByteOutput;
import dev.vendaval.worker.tracking.EdgeIds;
import dev.vendaval.worker.tuple.RuntimeTuple;
import dev.vendaval.worker.tuple.TupleSource;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The trees that the tuple being emitted belongs to. One per executor, set anew for each emit:
 *
 * <pre>
 * untracked()                        no tree
 * newTree(root)                      a spout's: the edges of all copies gather in treeXor
 * untracked(), anchor(t)..., seal()  a bolt's: the edges of each copy gather in the xor of its anchors
 * </pre>
 *
 * {@link #nextCopy} draws a fresh edge id for each anchor's root: one id for two anchors of the same root would cancel
 * out and complete the tree falsely. The copy then carries one xor for each distinct root.
 */
public final class Anchoring {
    private static final int FEW = 8;

    private final EdgeIds edgeIds;
    private final TouchedTuples touched;

    private @Nullable RuntimeTuple[] anchors = new @Nullable RuntimeTuple[FEW];
    private int anchorCount;

    /** Distinct roots, ascending if there are several, and the present copy's edge in each. */
    private long[] roots = new long[FEW];

    private long[] edges = new long[FEW];
    private int rootCount;

    private boolean newTree;
    private long treeXor;
    private long treeMask;

    public Anchoring(EdgeIds edgeIds, TouchedTuples touched) {
        this.edgeIds = edgeIds;
        this.touched = touched;
    }

    /** The tuple belongs to no tree, so far. */
    public void untracked() {
        Arrays.fill(anchors, 0, anchorCount, null);
        anchorCount = 0;
        rootCount = 0;
        newTree = false;
    }

    /** The tuple begins a tree of its own. */
    public void newTree(long root) {
        untracked();
        newTree = true;
        rootCount = 1;
        roots[0] = root;
        treeXor = 0;
        treeMask = 0;
    }

    /** The tuple belongs to the trees of this live one, too. */
    public void anchor(RuntimeTuple anchor) {
        if (anchorCount == anchors.length) {
            anchors = Arrays.copyOf(anchors, anchorCount * 2);
        }
        anchors[anchorCount++] = anchor;
    }

    /** All anchors are named. */
    public void seal() {
        for (int i = 0; i < anchorCount; i++) {
            RuntimeTuple anchor = anchorAt(i);
            addRoot(anchor.root);
            long[] more = anchor.moreRoots;
            if (more != null) {
                for (int at = 0; at < more.length; at += RuntimeTuple.LONGS_PER_ROOT) {
                    addRoot(more[at]);
                }
            }
        }
        if (rootCount > 1) {
            dropRepeatedRoots();
        }
    }

    private void addRoot(long root) {
        if (rootCount == roots.length) {
            roots = Arrays.copyOf(roots, rootCount * 2);
            edges = new long[rootCount * 2];
        }
        roots[rootCount++] = root;
    }

    private void dropRepeatedRoots() {
        Arrays.sort(roots, 0, rootCount);
        int kept = 1;
        for (int i = 1; i < rootCount; i++) {
            if (roots[i] != roots[kept - 1]) {
                roots[kept++] = roots[i];
            }
        }
        rootCount = kept;
    }

    /**
     * Draws the edges of the next copy and gathers them where its completion will be expected.
     *
     * @param touchBit of the other worker it goes to, or 0
     */
    void nextCopy(long touchBit) {
        if (rootCount == 0) {
            return;
        }
        if (newTree) {
            long edge = edgeIds.next();
            edges[0] = edge;
            treeXor ^= edge;
            treeMask |= touchBit;
            return;
        }
        if (anchorCount == 1 && rootCount == 1) {
            RuntimeTuple anchor = anchorAt(0);
            edges[0] = drawChild(anchor);
            if (touchBit != 0) {
                touched.touch(anchor, touchBit);
            }
            return;
        }
        nextCopyOfSeveral(touchBit);
    }

    /** The edge of a copy anchored to a live tuple of one tree alone, in the same worker: nothing was to be set before. */
    long drawChild(RuntimeTuple anchor) {
        long edge = edgeIds.next();
        anchor.xor ^= edge;
        return edge;
    }

    private void nextCopyOfSeveral(long touchBit) {
        Arrays.fill(edges, 0, rootCount, 0);
        for (int i = 0; i < anchorCount; i++) {
            RuntimeTuple anchor = anchorAt(i);
            anchor.xor ^= drawFor(anchor.root);
            if (anchor.moreRoots != null) {
                drawForMore(anchor.moreRoots);
            }
            if (touchBit != 0) {
                touched.touch(anchor, touchBit);
            }
        }
    }

    private void drawForMore(long[] more) {
        for (int at = 0; at < more.length; at += RuntimeTuple.LONGS_PER_ROOT) {
            more[at + 1] ^= drawFor(more[at]);
        }
    }

    private long drawFor(long root) {
        long edge = edgeIds.next();
        int index = Arrays.binarySearch(roots, 0, rootCount, root);
        edges[index] ^= edge;
        return edge;
    }

    private RuntimeTuple anchorAt(int index) {
        RuntimeTuple anchor = anchors[index];
        if (anchor == null) {
            throw new IllegalStateException("anchor " + index + " of " + anchorCount + " is missing");
        }
        return anchor;
    }

    /** The present copy as a tuple of this worker. */
    RuntimeTuple copy(TupleSource source, List<Object> values, int task) {
        if (rootCount == 0) {
            return new RuntimeTuple(source, values, task, 0, 0);
        }
        RuntimeTuple copy = new RuntimeTuple(source, values, task, roots[0], edges[0]);
        if (rootCount > 1) {
            long[] more = new long[(rootCount - 1) * RuntimeTuple.LONGS_PER_ROOT];
            for (int i = 1; i < rootCount; i++) {
                more[(i - 1) * RuntimeTuple.LONGS_PER_ROOT] = roots[i];
                more[(i - 1) * RuntimeTuple.LONGS_PER_ROOT + 1] = edges[i];
            }
            copy.moreRoots = more;
        }
        return copy;
    }

    int rootCount() {
        return rootCount;
    }

    /** Roots and edges of the present copy, as they go on the wire. */
    void write(ByteOutput out) {
        for (int i = 0; i < rootCount; i++) {
            out.putLong(roots[i]);
            out.putLong(edges[i]);
        }
    }

    /** The edges of all copies of a new tree. */
    public long treeXor() {
        return treeXor;
    }

    /** The touch bits of all copies of a new tree. */
    public long treeMask() {
        return treeMask;
    }
}
