package dev.vendaval.worker.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way of links to one executor of this worker by its address, before, while and after it is here. What comes before
 * waits (nobody has credit yet, so these are ends and what is on feedback edges); what comes after is lost, and told.
 *
 * <pre>
 * EXPECTED --open--&gt; OPEN --close--&gt; GONE --open--&gt; OPEN ...
 *                     +--shut (the change is rolled back)--&gt; EXPECTED
 * </pre>
 *
 * Everything is for any thread; what changes the state is for one at a time.
 */
public final class Entrance implements Inbound {
    /** Tuples that may wait for an executor that is not here yet; what comes beyond is lost. */
    private static final long MOST_WAITING = 1L << 20;

    private final Consumer<DataSection> lost;
    private final Consumer<ControlSection> strayed;
    private final Map<Object, Passage> rings = new HashMap<>();
    private volatile @Nullable Inbound executor;
    private volatile boolean gone;

    /**
     * @param lost takes tuples for an executor that is no longer here; any thread
     * @param strayed takes control for one; any thread
     */
    public Entrance(Consumer<DataSection> lost, Consumer<ControlSection> strayed) {
        this.lost = lost;
        this.strayed = strayed;
    }

    /** The executor is here. */
    public synchronized void open(Inbound inbound) {
        gone = false;
        executor = inbound;
        rings.forEach((sender, ring) -> ring.open(inbound.ring(sender, ring.grantDue)));
    }

    /** The executor has been here, and is not any more. */
    public synchronized void close() {
        gone = true;
        executor = null;
        rings.values().forEach(Passage::close);
    }

    /** The executor will not be here, for the time being. */
    public synchronized void shut() {
        executor = null;
        rings.values().forEach(Passage::shut);
    }

    @Override
    public synchronized InboundRing ring(Object sender, Runnable grantDue) {
        Passage known = rings.get(sender);
        if (known == null) {
            known = new Passage(grantDue);
            rings.put(sender, known);
            Inbound present = executor;
            if (present != null) {
                known.open(present.ring(sender, grantDue));
            } else if (gone) {
                known.close();
            }
        }
        return known;
    }

    @Override
    public void control(ControlSection section) {
        Inbound present = executor;
        if (present != null) {
            present.control(section);
        } else if (gone) {
            strayed.accept(section);
        }
    }

    /** A ring that can be had before there is one. Its counts only rise, whichever executor's ring is behind it. */
    private final class Passage implements InboundRing {
        private final Runnable grantDue;
        private final List<DataSection> waiting = new ArrayList<>();
        private long waitingTuples;
        private volatile @Nullable InboundRing target;
        private volatile boolean over;

        /** What went to rings before this one, and to nobody. */
        private volatile long earlierTuples;

        private volatile long earlierBytes;
        private long offeredTuples;
        private long offeredBytes;

        Passage(Runnable grantDue) {
            this.grantDue = grantDue;
        }

        synchronized void open(InboundRing ring) {
            over = false;
            earlierTuples = offeredTuples - waitingTuples;
            earlierBytes = offeredBytes
                    - waiting.stream().mapToLong(section -> section.length).sum();
            waiting.forEach(ring::offer);
            waiting.clear();
            waitingTuples = 0;
            target = ring;
        }

        synchronized void close() {
            target = null;
            over = true;
            waiting.forEach(this::lose);
            waiting.clear();
            waitingTuples = 0;
            earlierTuples = offeredTuples;
            earlierBytes = offeredBytes;
        }

        synchronized void shut() {
            target = null;
        }

        @Override
        public synchronized void offer(DataSection section) {
            offeredTuples += section.count;
            offeredBytes += section.length;
            InboundRing present = target;
            if (present != null) {
                present.offer(section);
            } else if (over || waitingTuples + section.count > MOST_WAITING) {
                earlierTuples += section.count;
                earlierBytes += section.length;
                lose(section);
            } else {
                waiting.add(section);
                waitingTuples += section.count;
            }
        }

        private void lose(DataSection section) {
            if (section.isTuples()) {
                lost.accept(section);
            }
        }

        @Override
        public long consumedTuples() {
            InboundRing present = target;
            return present == null ? earlierTuples : earlierTuples + present.consumedTuples();
        }

        @Override
        public long consumedBytes() {
            InboundRing present = target;
            return present == null ? earlierBytes : earlierBytes + present.consumedBytes();
        }

        @Override
        public long windowTuples() {
            InboundRing present = target;
            return present == null ? Inbox.MIN_WINDOW_TUPLES : present.windowTuples();
        }

        /** Who has tuples for an executor that is gone is to get rid of them. */
        @Override
        public boolean ready() {
            InboundRing present = target;
            return present == null ? over : present.ready();
        }
    }
}
