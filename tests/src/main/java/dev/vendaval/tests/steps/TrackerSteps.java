package dev.vendaval.tests.steps;

import dev.vendaval.worker.tracking.Outcome;
import dev.vendaval.worker.tracking.RootIds;
import dev.vendaval.worker.tracking.Tracker;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A tree's whole life in the tracker, with one ack that goes on and one that ends it, while many others are live:
 * {@code in-order}: the oldest ends; {@code shuffled}: any; {@code stragglers}: the oldest, but one in 1,000 stays for
 * 1,000 times as long as the others.
 */
@State(Scope.Thread)
public class TrackerSteps {
    private static final long TIMEOUT_NANOS = 30_000_000_000L;
    private static final long CREATED = 0x5DEECE66DL;
    private static final int STRAGGLER = 1_000;

    @Param({"10000", "100000", "1000000"})
    public int live;

    @Param({"in-order", "shuffled", "stragglers"})
    public String order = "";

    private final Tracker tracker = new Tracker(new RootIds(0, 0), TIMEOUT_NANOS, 0, 0);
    private final Outcome outcome = new Outcome();
    private final SplittableRandom random = new SplittableRandom(1);
    private long[] roots = {};
    private long[] stragglers = {};
    private boolean shuffled;
    private boolean straggling;
    private int next;
    private int nextStraggler;
    private long clock;

    @Setup
    public void prepare() {
        shuffled = order.equals("shuffled");
        straggling = order.equals("stragglers");
        roots = new long[live];
        stragglers = new long[live];
        for (int i = 0; i < live; i++) {
            roots[i] = begin();
        }
    }

    private long begin() {
        long root = tracker.nextRoot();
        tracker.begin(root, "id", clock++, root * CREATED, 0);
        return root;
    }

    /** Ends one tree and begins another in its place. */
    @Benchmark
    public long tree() {
        int at = shuffled ? random.nextInt(live) : next;
        next = next + 1 == live ? 0 : next + 1;
        long ending = roots[at];
        roots[at] = begin();
        if (straggling && ending % STRAGGLER == 0) {
            long stayed = stragglers[nextStraggler];
            stragglers[nextStraggler] = ending;
            nextStraggler = nextStraggler + 1 == live ? 0 : nextStraggler + 1;
            ending = stayed;
        }
        return ending == 0 ? 0 : end(ending);
    }

    private long end(long root) {
        tracker.ack(root, root * CREATED ^ root, 0);
        tracker.ack(root, root, 0);
        if (!tracker.pollOutcome(outcome) || outcome.kind() != Outcome.Kind.ACKED) {
            throw new IllegalStateException("tree " + root + " did not end");
        }
        return outcome.emitNanos();
    }

    /** A look at the clock and at what has timed out, which every round does; nothing has. */
    @Benchmark
    public int sweep() {
        clock += TIMEOUT_NANOS / 1_000;
        tracker.advance(clock);
        return tracker.sweep(0);
    }
}
