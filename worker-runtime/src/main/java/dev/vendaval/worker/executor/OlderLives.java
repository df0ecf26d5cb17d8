package dev.vendaval.worker.executor;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.fencing.Deaths;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Whose lives a change of the plan depends on, so that it can be told later whether a worker that has the index of an older
 * owner still is that owner. Written by the worker's host, before the change comes into force; read by any thread.
 */
final class OlderLives {
    private final IntFunction<@Nullable Incarnation> met;

    /** The lives of workers that had the earlier plan when this one was ready for the next. */
    private volatile Map<Integer, Incarnation> lives = Map.of();

    /** How many deaths were known when the change came into force here. */
    private volatile int deathsBefore;

    /** How many were when it was staged here; none if this life began in the middle of it. */
    private volatile int deathsWhenStaged;

    /** @param met the newest life of a worker that this one has spoken with, or null; any thread */
    OlderLives(IntFunction<@Nullable Incarnation> met) {
        this.met = met;
    }

    /** A change is staged. */
    void forget(Deaths deaths) {
        lives = Map.of();
        deathsWhenStaged = deaths.number();
    }

    /** Whether the present life of each is known; then these are the lives. */
    boolean meetAll(Set<Integer> workers, Deaths deaths) {
        Map<Integer, Incarnation> known = new HashMap<>();
        for (int worker : workers) {
            Incarnation life = met.apply(worker);
            if (life == null || deaths.isOver(life)) {
                return false;
            }
            known.put(worker, life);
        }
        lives = known;
        return true;
    }

    /** The change comes into force. */
    void begin(Deaths deaths) {
        deathsBefore = deaths.number();
    }

    /**
     * Whether the life of a worker that had the earlier plan is over. Who came too late to know which life that was counts
     * only one that it has met since: else it waits to be told by the next one.
     */
    boolean isOver(int worker, Deaths deaths) {
        Incarnation life = lives.get(worker);
        return life == null ? deaths.metDiedAfter(worker, deathsBefore) : deaths.isDead(life);
    }

    /** Whether any life of a worker has ended since the change may have come into force, here or elsewhere first. */
    boolean hasDiedSince(int worker, Deaths deaths) {
        return deaths.learntAfter(worker, deathsWhenStaged);
    }
}
