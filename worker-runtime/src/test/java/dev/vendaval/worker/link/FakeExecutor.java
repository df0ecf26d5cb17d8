package dev.vendaval.worker.link;

import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.Inbound;
import dev.vendaval.worker.exchange.InboundRing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** An executor's inbox as links see it; the test is the executor and consumes when it likes. */
final class FakeExecutor implements Inbound {
    final Queue<ControlSection> control = new ConcurrentLinkedQueue<>();
    final Queue<DataSection> arrived = new ConcurrentLinkedQueue<>();
    private final Map<Object, Ring> rings = new ConcurrentHashMap<>();
    private final long window;
    private final boolean consumeAtOnce;
    private volatile boolean ready;
    private volatile Predicate<DataSection> refused = section -> false;

    FakeExecutor(long window, boolean ready, boolean consumeAtOnce) {
        this.window = window;
        this.ready = ready;
        this.consumeAtOnce = consumeAtOnce;
    }

    @Override
    public InboundRing ring(Object sender, Runnable grantDue) {
        return rings.computeIfAbsent(sender, each -> new Ring(grantDue));
    }

    @Override
    public void control(ControlSection section) {
        control.add(section);
    }

    void becomeReady() {
        ready = true;
        rings.values().forEach(ring -> ring.grantDue.run());
    }

    /** From now on an offer throws, as a faulty inbox would. */
    void refuseData() {
        refuse(section -> true);
    }

    /** From now on an offer of such a section throws. */
    void refuse(Predicate<DataSection> sections) {
        refused = sections;
    }

    /** Consumes everything that waits. */
    void consume() {
        rings.values().forEach(Ring::consumeAll);
    }

    long arrivedTuples() {
        return arrived.stream().mapToLong(section -> section.count).sum();
    }

    private final class Ring implements InboundRing {
        private final Deque<DataSection> waiting = new ArrayDeque<>();
        private final Runnable grantDue;
        private volatile long consumedTuples;
        private volatile long consumedBytes;

        Ring(Runnable grantDue) {
            this.grantDue = grantDue;
        }

        @Override
        public void offer(DataSection section) {
            if (refused.test(section)) {
                throw new IllegalStateException("refused by the test");
            }
            arrived.add(section);
            synchronized (waiting) {
                waiting.add(section);
            }
            if (consumeAtOnce) {
                consumeAll();
            }
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
        void consumeAll() {
            synchronized (waiting) {
                for (DataSection section = waiting.poll(); section != null; section = waiting.poll()) {
                    consumedTuples += section.count;
                    consumedBytes += section.length;
                }
            }
            grantDue.run();
        }

        @Override
        public long consumedTuples() {
            return consumedTuples;
        }

        @Override
        public long consumedBytes() {
            return consumedBytes;
        }

        @Override
        public long windowTuples() {
            return window;
        }

        @Override
        public boolean ready() {
            return ready;
        }
    }
}
