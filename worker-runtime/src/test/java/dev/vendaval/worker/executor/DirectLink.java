package dev.vendaval.worker.executor;

import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.Inbound;
import dev.vendaval.worker.exchange.InboundRing;
import dev.vendaval.worker.exchange.RemoteExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A link without a network: hands sections straight to the receiving executor's inbox, and keeps its credit. */
final class DirectLink implements RemoteExecutor {
    private final Supplier<Inbound> receiver;
    /** Of the receiver's present life. */
    long touchBit;

    private final AtomicReference<@Nullable Runnable> wakeSender = new AtomicReference<>();
    private @Nullable InboundRing ring;
    private long sent;

    /** At most so many tuples from now on. */
    long mostCredit = Long.MAX_VALUE;

    /** No credit while set. */
    boolean shut;

    /** The receiver's worker is away: nothing leaves. */
    private boolean away;

    private final List<DataSection> unsent = new ArrayList<>();

    /** Credit comes just when it is being asked for, before anybody could be woken. */
    boolean opensWhenAsked;

    final List<DataSection> sections = new ArrayList<>();
    final List<ControlSection> controls = new ArrayList<>();

    DirectLink(Supplier<Inbound> receiver, long touchBit) {
        this.receiver = receiver;
        this.touchBit = touchBit;
    }

    private synchronized InboundRing ring() {
        if (ring == null) {
            ring = receiver.get().ring(this, this::granted);
        }
        return Objects.requireNonNull(ring);
    }

    private void granted() {
        Runnable wake = wakeSender.getAndSet(null);
        if (wake != null) {
            wake.run();
        }
    }

    @Override
    public synchronized long creditTuples() {
        long credit = ring().consumedTuples() + ring().windowTuples() - sent;
        return ring().ready() && !shut && !away ? Math.min(mostCredit, credit) : 0;
    }

    @Override
    public synchronized boolean isReady() {
        return ring().ready() && !shut && !away;
    }

    @Override
    public synchronized void send(DataSection section) {
        sent += section.count;
        mostCredit -= mostCredit == Long.MAX_VALUE ? 0 : section.count;
        sections.add(section);
        if (away) {
            unsent.add(section);
        } else {
            ring().offer(section);
        }
    }

    /** Senders look at the credit and take it under one lock. */
    @Override
    public synchronized int sendWithinCredit(List<DataSection> leaving) {
        int taken = 0;
        while (taken < leaving.size() && creditTuples() >= leaving.get(taken).count) {
            send(leaving.get(taken));
            taken++;
        }
        return taken;
    }

    @Override
    public synchronized long unsentTuples() {
        return unsent.stream().mapToLong(section -> section.count).sum();
    }

    synchronized void away(boolean isAway) {
        away = isAway;
        if (!away) {
            unsent.forEach(ring()::offer);
            unsent.clear();
        }
    }

    @Override
    public synchronized void send(ControlSection section) {
        controls.add(section);
        receiver.get().control(section);
    }

    @Override
    public long touchBit() {
        return touchBit;
    }

    @Override
    public void wakeOnCredit(Runnable wake) {
        shut &= !opensWhenAsked;
        wakeSender.set(wake);
    }
}
