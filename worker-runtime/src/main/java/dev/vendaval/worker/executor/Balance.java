package dev.vendaval.worker.executor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which executors go from a loop that is busy to one that is not. That a second processor helps is not certain:
 * what crosses between loops costs more than the work of a small bolt (a chain on one loop did three times what a pipeline
 * did, FACTS). So a move is a trial: after it the worker must get more done, or it is taken back. One that is kept is
 * tried the other way round once, since a starting JVM gets faster by itself.
 *
 * <p>Without threads, clock or effects; belongs to the {@link Watchdog}.
 */
final class Balance {
    static final long WINDOW_NANOS = 200_000_000;

    private static final double BUSY = 0.9;
    private static final double IDLE = 0.5;

    /** The busiest loop must be left with at most this part of its load, else a move is not worth a trial. */
    private static final double WORTHWHILE = 0.85;

    /** A trial must bring this much. */
    private static final double GAIN = 1.05;

    /** A rate that differs by more is another situation. */
    private static final double CHANGED = 0.2;

    private static final long FIRST_PAUSE_NANOS = 1_000_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 300_000_000_000L;
    private static final Logger log = LoggerFactory.getLogger(Balance.class);

    private final RecentRate recent = new RecentRate();
    private long pauseNanos = FIRST_PAUSE_NANOS;
    private @Nullable Long judgedAt;

    /** What the worker got done when a move was last taken back. */
    private double refusedAtRate;

    private @Nullable Trial trial;

    /** A kept move that is still to be tried the other way round. */
    private @Nullable Move unconfirmed;

    /**
     * What an executor did in a window.
     *
     * @param load part of the window that it was in steps
     * @param calls of users' code that did work
     */
    record Weight(Member member, double load, long calls) {}

    /** Executors that go from one loop to another, by their numbers. */
    record Move(List<Member> members, int from, int to) {
        Move back() {
            return new Move(members, to, from);
        }
    }

    private static final class Trial {
        final Move move;
        final double rateBefore;
        final boolean confirms;

        Trial(Move move, double rateBefore, boolean confirms) {
            this.move = move;
            this.rateBefore = rateBefore;
            this.confirms = confirms;
        }
    }

    /**
     * The end of a window; the move to make now, or null.
     *
     * @param loops what the executors of each shared loop did
     */
    @Nullable
    Move weigh(long now, long windowNanos, List<List<Weight>> loops) {
        recent.add(rate(windowNanos, loops));
        if (!recent.isKnown()) {
            return null;
        }
        Trial present = trial;
        Move move = null;
        if (present != null) {
            move = judge(present, now);
        } else if (recent.median() > 0 && recent.isSteady() && mayTry(now)) {
            move = begin(loops);
        }
        if (move != null) {
            recent.restart();
        }
        return move;
    }

    private static double rate(long windowNanos, List<List<Weight>> loops) {
        long calls = 0;
        for (List<Weight> loop : loops) {
            for (Weight weight : loop) {
                calls += weight.calls();
            }
        }
        return (double) calls / windowNanos;
    }

    /** What was refused at another rate says little: a JVM that warms up has soon left it behind. */
    private boolean mayTry(long now) {
        if (judgedAt == null) {
            return true;
        }
        boolean changed = Math.abs(recent.median() - refusedAtRate) > CHANGED * refusedAtRate;
        return now - judgedAt >= (changed ? FIRST_PAUSE_NANOS : pauseNanos);
    }

    private @Nullable Move begin(List<List<Weight>> loops) {
        double before = recent.median();
        Move kept = unconfirmed;
        unconfirmed = null;
        if (kept != null) {
            trial = new Trial(kept.back(), before, true);
            return kept.back();
        }
        Move best = best(loops);
        if (best != null) {
            trial = new Trial(best, before, false);
        }
        return best;
    }

    private @Nullable Move judge(Trial present, long now) {
        trial = null;
        double rate = recent.median();
        boolean kept = rate >= GAIN * present.rateBefore;
        log.debug(
                "{} from loop {} to {}: {} calls/us, before {}; {}",
                present.move.members(),
                present.move.from() + 1,
                present.move.to() + 1,
                rate * 1e3,
                present.rateBefore * 1e3,
                kept ? "kept" : "taken back");
        if (kept && !present.confirms) {
            unconfirmed = present.move;
            pauseNanos = FIRST_PAUSE_NANOS;
        } else {
            pauseNanos = Math.min(LONGEST_PAUSE_NANOS, pauseNanos * 2);
            refusedAtRate = present.rateBefore;
        }
        judgedAt = now;
        return kept ? null : present.move.back();
    }

    private static @Nullable Move best(List<List<Weight>> loops) {
        if (loops.size() < 2) {
            return null;
        }
        int busiest = 0;
        int idlest = 0;
        for (int i = 1; i < loops.size(); i++) {
            busiest = load(loops.get(i)) > load(loops.get(busiest)) ? i : busiest;
            idlest = load(loops.get(i)) < load(loops.get(idlest)) ? i : idlest;
        }
        double busy = load(loops.get(busiest));
        double idle = load(loops.get(idlest));
        if (busy < BUSY || idle > IDLE) {
            return null;
        }
        List<Weight> from = loops.get(busiest);
        List<Member> leaving = List.of();
        double least = busy * WORTHWHILE;
        for (int first = 0; first < from.size(); first++) {
            // A loop's executors are in the order of the flow: most of what they exchange stays on one loop.
            double leavingLoad = 0;
            for (int last = first; last < from.size(); last++) {
                leavingLoad += from.get(last).load();
                double left = Math.max(busy - leavingLoad, idle + leavingLoad);
                if (left < least) {
                    least = left;
                    leaving = members(from.subList(first, last + 1));
                }
            }
        }
        return leaving.isEmpty() ? null : new Move(leaving, busiest, idlest);
    }

    static List<Member> members(List<Weight> weights) {
        List<Member> members = new ArrayList<>();
        for (Weight weight : weights) {
            members.add(weight.member());
        }
        return members;
    }

    /** Of all its executors, as part of a thread. */
    static double load(List<Weight> loop) {
        double load = 0;
        for (Weight weight : loop) {
            load += weight.load();
        }
        return load;
    }
}
