package dev.vendaval.worker.executor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * While a worker has next to nothing to do, all its executors go to the first loop: what an idle worker costs is the
 * wake-ups of its threads, and tuples that are few and far between need not wake two. They go back when there is work.
 *
 * <p>Without threads, clock or effects; belongs to the {@link Watchdog}.
 */
final class Gathering {
    /** Of a thread, all executors together. */
    private static final double QUIET = 0.1;

    private static final double WORK = 0.4;

    /** This often in a row it must have been quiet: 2 s. */
    private static final int QUIET_WINDOWS = 10;

    /** The moves made, the last one first. */
    private final Deque<Balance.Move> gathered = new ArrayDeque<>();

    private int quietWindows;

    /**
     * The end of a window; the move to make now, or null.
     *
     * @param loops what the executors of each shared loop did
     */
    Balance.@Nullable Move weigh(List<List<Balance.Weight>> loops) {
        double load = 0;
        for (List<Balance.Weight> loop : loops) {
            load += Balance.load(loop);
        }
        quietWindows = load < QUIET ? quietWindows + 1 : 0;
        if (load > WORK && !gathered.isEmpty()) {
            return gathered.pop().back();
        }
        return quietWindows > QUIET_WINDOWS ? gather(loops) : null;
    }

    private Balance.@Nullable Move gather(List<List<Balance.Weight>> loops) {
        for (int i = 1; i < loops.size(); i++) {
            if (!loops.get(i).isEmpty()) {
                Balance.Move move = new Balance.Move(Balance.members(loops.get(i)), i, 0);
                gathered.push(move);
                return move;
            }
        }
        return null;
    }
}
