package dev.vendaval.tests.steps;

import dev.vendaval.api.Fields;
import dev.vendaval.api.Values;
import dev.vendaval.worker.exchange.Delivery;
import dev.vendaval.worker.exchange.Inbox;
import dev.vendaval.worker.exchange.LocalRing;
import dev.vendaval.worker.exchange.TupleBatch;
import dev.vendaval.worker.exchange.Wakeup;
import dev.vendaval.worker.tuple.RuntimeTuple;
import dev.vendaval.worker.tuple.TupleSource;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Control;

/**
 * Handing a batch from one executor to another of the same worker, within one thread and between two; time is for the
 * batch, with the allocation of it but not of its tuples.
 */
@State(Scope.Group)
public class RingSteps {
    /** More than enough from the first room to the largest. */
    private static final int DOUBLINGS = 20;

    /** Tuples in a batch. */
    @Param({"1", "16", "64"})
    public int batch = 1;

    private final Inbox inbox = new Inbox(new Wakeup(), task -> false);
    private final LocalRing ring = inbox.localRing(new Wakeup(), false);
    private final RuntimeTuple tuple =
            new RuntimeTuple(new TupleSource("a", 1, "default", new Fields("n")), new Values(1L), 2, 0, 0);

    private TupleBatch filled() {
        TupleBatch filled = new TupleBatch(TupleBatch.CAPACITY);
        for (int i = 0; i < batch; i++) {
            filled.add(tuple);
        }
        return filled;
    }

    /** A quick receiver, so that the ring's own places are its room. */
    @Setup
    public void quick() {
        for (int i = 0; i < DOUBLINGS; i++) {
            inbox.setPace(1);
        }
    }

    private int emptied(@Nullable Delivery delivery) {
        if (!(delivery instanceof TupleBatch taken) || taken.tupleCount() != batch) {
            throw new IllegalStateException("took " + delivery);
        }
        int own = 0;
        for (int i = 0; i < batch; i++) {
            own += taken.take(i).task;
        }
        return own;
    }

    @Benchmark
    @Group("oneThread")
    public int handOver() {
        if (!ring.offer(filled())) {
            throw new IllegalStateException("no room");
        }
        return emptied(inbox.pollOutside());
    }

    @Benchmark
    @Group("twoThreads")
    public boolean offer(Control control) {
        TupleBatch filled = filled();
        boolean offered = ring.offer(filled);
        while (!offered && !control.stopMeasurement) {
            Thread.onSpinWait();
            offered = ring.offer(filled);
        }
        return offered;
    }

    @Benchmark
    @Group("twoThreads")
    public int take(Control control) {
        Delivery delivery = inbox.pollOutside();
        while (delivery == null && !control.stopMeasurement) {
            Thread.onSpinWait();
            delivery = inbox.pollOutside();
        }
        return delivery == null ? 0 : emptied(delivery);
    }
}
