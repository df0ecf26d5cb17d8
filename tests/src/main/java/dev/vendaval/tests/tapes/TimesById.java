package dev.vendaval.tests.tapes;

import java.util.Arrays;

/** When something happened to each id for the first time. Grows with the ids. For one thread. */
final class TimesById {
    static final long NEVER = Long.MAX_VALUE;
    private static final int FIRST_CAPACITY = 1_024;

    private long[] nanos = new long[0];

    /** Returns whether it had happened to this id before. */
    boolean note(int id, long time) {
        if (id >= nanos.length) {
            int former = nanos.length;
            nanos = Arrays.copyOf(nanos, Math.max(FIRST_CAPACITY, Math.max(id + 1, 2 * former)));
            Arrays.fill(nanos, former, nanos.length, NEVER);
        }
        boolean isKnown = nanos[id] != NEVER;
        nanos[id] = Math.min(nanos[id], time);
        return isKnown;
    }

    long get(int id) {
        return id < nanos.length ? nanos[id] : NEVER;
    }

    /** By id; {@link #NEVER} to which it has not happened. */
    long[] all() {
        return nanos.clone();
    }
}
