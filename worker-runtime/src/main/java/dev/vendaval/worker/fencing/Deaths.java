package dev.vendaval.worker.fencing;

import dev.vendaval.protocol.report.Incarnation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The deaths that one worker has learnt of, numbered in the order in which it learnt, and how far the other workers have
 * got: each numbers its own, and tells the others which number stands for which death before it uses that number.
 *
 * <p>One thread adds deaths, in this order: links to the dead are dropped, the others are told, then {@link #add} makes the
 * number known to the executors. So what carries a number was not sent to anybody who died before it. Everything may be
 * read by any thread; {@link #told} is for one thread for each other worker.
 */
public final class Deaths {
    /** The sender of what comes from an executor of this worker. */
    public static final int THIS_WORKER = -1;

    /** So many deaths are kept with their bits: whoever is further behind than that has sat in one call through all. */
    static final int MOST_KEPT = 64;

    /** The lives that are over, the highest of each worker. */
    private final Map<Integer, Incarnation> dead = new ConcurrentHashMap<>();

    /** The lives that have ended in order; the highest of each worker. */
    private final Map<Integer, Incarnation> left = new ConcurrentHashMap<>();

    /** Numbers of deaths of lives that this worker had met. */
    private final Set<Integer> met = ConcurrentHashMap.newKeySet();

    /** The lowest lease that a worker's life may have, where its slot has been given away anew. */
    private final Map<Integer, Long> leases = new ConcurrentHashMap<>();

    private final Map<Integer, PeerKnowledge> peers = new ConcurrentHashMap<>();
    private volatile Known known = new Known(0, List.of());

    /** What this worker knows at one moment: how many deaths, and the last of them. */
    record Known(int number, List<Death> last) {
        Known {
            last = List.copyOf(last);
        }

        Known with(Incarnation dead) {
            List<Death> next = new ArrayList<>(last);
            next.add(new Death(number + 1, dead));
            if (next.size() > MOST_KEPT) {
                next.remove(0);
            }
            return new Known(number + 1, next);
        }

        /** The touch bits of the deaths with a higher number than this. */
        long bitsAfter(int seen) {
            long bits = 0;
            for (int i = last.size() - 1; i >= 0 && last.get(i).number() > seen; i--) {
                bits |= last.get(i).incarnation().touchBit();
            }
            return bits;
        }
    }

    /** How many deaths this worker knows of; one volatile read. */
    public int number() {
        return known.number;
    }

    /** The touch bits of the deaths learnt of since there were so many. */
    public long bitsAfter(int number) {
        return known.bitsAfter(number);
    }

    /** Whether a life is known to be over, by a death, in order, or because its slot was given away. */
    public boolean isOver(Incarnation incarnation) {
        return isDead(incarnation)
                || hasLeft(incarnation)
                || incarnation.lease() < leases.getOrDefault(incarnation.workerIndex(), 0L);
    }

    /**
     * Whether a life is known to be over by a death, its own or that of a later one. Lives whose slot was given away are not
     * among them until somebody who has met one names it: only then are its trees known by its bit.
     */
    public boolean isDead(Incarnation incarnation) {
        return isAtMost(incarnation, dead);
    }

    /**
     * Whether the death of this very life is among those that are numbered. One that only a later life's death tells of is
     * dead, too, but its trees are known by its own bit.
     */
    public boolean isKnown(Incarnation incarnation) {
        return incarnation.equals(dead.get(incarnation.workerIndex()))
                || known.last.stream().anyMatch(death -> death.incarnation().equals(incarnation));
    }

    /** Whether a life has said that it ends in order. */
    public boolean hasLeft(Incarnation incarnation) {
        return isAtMost(incarnation, left);
    }

    private static boolean isAtMost(Incarnation incarnation, Map<Integer, Incarnation> known) {
        Incarnation highest = known.get(incarnation.workerIndex());
        return highest != null && incarnation.compareTo(highest) <= 0;
    }

    /** The number that the next death will have. */
    public int nextNumber() {
        return known.number + 1;
    }

    /** From now on executors know of it. The caller has seen that it is not known, cut it off, and told the others. */
    public void add(Incarnation incarnation) {
        dead.merge(incarnation.workerIndex(), incarnation, (one, other) -> one.compareTo(other) >= 0 ? one : other);
        known = known.with(incarnation);
    }

    /** The same for a life that this worker has met. */
    public void addMet(Incarnation incarnation) {
        met.add(nextNumber());
        add(incarnation);
    }

    /** Whether a life of a worker has been learnt to be over since there were so many deaths; it may have ended before. */
    public boolean learntAfter(int worker, int number) {
        return known.last.stream()
                .anyMatch(
                        death -> death.number() > number && death.incarnation().workerIndex() == worker);
    }

    /** Whether a life of a worker that this one had met has died since there were so many deaths. */
    public boolean metDiedAfter(int worker, int number) {
        for (Death death : known.last) {
            if (death.number() > number
                    && death.incarnation().workerIndex() == worker
                    && met.contains(death.number())) {
                return true;
            }
        }
        return false;
    }

    /** Its worker was emptied before it ended: nothing is lost with it, and its end is no death. */
    public void leave(Incarnation incarnation) {
        left.merge(incarnation.workerIndex(), incarnation, (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }

    /** A worker's slot has been given away anew: its lives under an earlier lease are over, whichever there were. */
    public void expire(int worker, long lease) {
        leases.merge(worker, lease, Math::max);
    }

    /** The highest life of each worker that is over by death, with the highest number here: what a new peer is told. */
    public List<Death> all() {
        int number = known.number;
        return dead.values().stream().map(each -> new Death(number, each)).toList();
    }

    /** Another worker says that it knows of a death, and which number stands for it. */
    public void told(Incarnation teller, Death death) {
        PeerKnowledge peer = peers.get(teller.workerIndex());
        if (peer == null || peer.isOlderThan(teller)) {
            peer = new PeerKnowledge(teller);
            peers.put(teller.workerIndex(), peer);
        }
        peer.told(death);
    }

    /**
     * The touch bits with which nothing is taken in: those of deaths that its sender had not learnt of when it touched the
     * trees, so that their tuples may have gone to the dead.
     *
     * @param sender worker index, or {@link #THIS_WORKER}
     * @param number deaths that the sender knew of
     */
    public long refusedBits(int sender, int number) {
        Known now = known;
        if (now.number == 0) {
            return 0;
        }
        if (sender == THIS_WORKER) {
            return number >= now.number ? 0 : now.bitsAfter(number);
        }
        PeerKnowledge peer = peers.get(sender);
        return peer == null ? now.bitsAfter(0) : peer.refusedBits(now, number);
    }

    /** What one life of another worker has told of its numbers. */
    private static final class PeerKnowledge {
        private final Incarnation teller;
        private final Map<Integer, Death> told = new ConcurrentHashMap<>();
        private volatile @Nullable CaughtUp caughtUp;

        /** Whoever knew so many deaths, by the peer's count, knew all that this worker knows, by its own. */
        private record CaughtUp(int known, int number) {}

        PeerKnowledge(Incarnation teller) {
            this.teller = teller;
        }

        boolean isOlderThan(Incarnation other) {
            return teller.compareTo(other) < 0;
        }

        void told(Death death) {
            told.merge(
                    death.incarnation().workerIndex(),
                    death,
                    (one, other) -> one.incarnation().compareTo(other.incarnation()) >= 0 ? one : other);
        }

        long refusedBits(Known now, int number) {
            CaughtUp last = caughtUp;
            if (last != null && last.known == now.number && number >= last.number) {
                return 0;
            }
            long refused = 0;
            int highest = 0;
            for (Death death : now.last) {
                int theirs = numberOf(death.incarnation());
                highest = Math.max(highest, theirs);
                if (number < theirs) {
                    refused |= death.incarnation().touchBit();
                }
            }
            caughtUp = new CaughtUp(now.number, highest);
            return refused;
        }

        private int numberOf(Incarnation dead) {
            if (dead.workerIndex() == teller.workerIndex()) {
                return 0; // nobody sends to the worker whose place he has
            }
            Death death = told.get(dead.workerIndex());
            return death == null || death.incarnation().compareTo(dead) < 0 ? Integer.MAX_VALUE : death.number();
        }
    }
}
