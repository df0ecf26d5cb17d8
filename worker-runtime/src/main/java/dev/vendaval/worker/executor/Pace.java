package dev.vendaval.worker.executor;

/**
 * How long a tuple takes an executor, from the outside: all the time in which something waited for it, by the number that
 * it executed then. Calls, other executors' turns on its loop and waiting for room at its own receivers count, so that
 * whoever sends to one that is held up by a slow bolt further on sees that bolt's pace. Owned by the executor's thread.
 */
final class Pace {
    /** With more calls a time says no more. */
    private static final int MOST_CALLS = 1024;

    /** In so long it says enough, however few they were. */
    private static final long ENOUGH_NANOS = 100_000_000;

    private boolean busy;
    private long since;
    private long nanosBefore;
    private long calls;

    /**
     * After each round.
     *
     * @param begin of its work, in {@link System#nanoTime()}
     * @param end of its work
     * @param called tuples that were executed in it
     * @param ranDry whether it ended with nothing to execute
     * @param room the pace is known anew after so many tuples: whoever gets little learns soon whether it can have more
     * @return nanoseconds a tuple if they are known anew, otherwise 0
     */
    long afterRound(long begin, long end, int called, boolean ranDry, int room) {
        if (!busy) {
            if (called == 0) {
                return 0;
            }
            busy = true;
            since = begin;
        }
        calls += called;
        long nanos = nanosBefore + (end - since);
        if (ranDry) {
            busy = false;
            nanosBefore = nanos;
        }
        if (calls == 0 || (calls < Math.min(room, MOST_CALLS) && nanos < ENOUGH_NANOS)) {
            return 0;
        }
        long each = Math.max(1, nanos / calls);
        nanosBefore = 0;
        since = end;
        calls = 0;
        return each;
    }
}
