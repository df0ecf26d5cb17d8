package dev.vendaval.tests.tapes;

import java.util.Arrays;

/** Points in time, in no order; more can be added. For one thread. */
final class Times {
    private static final int FIRST_CAPACITY = 1_024;

    private long[] nanos = new long[FIRST_CAPACITY];
    private int size;

    void add(long time) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * size);
        }
        nanos[size++] = time;
    }

    long[] sorted() {
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        return sorted;
    }

    /** Those from {@code from}, before {@code until}. */
    int count(long from, long until) {
        int count = 0;
        for (int index = 0; index < size; index++) {
            count += nanos[index] >= from && nanos[index] < until ? 1 : 0;
        }
        return count;
    }
}
