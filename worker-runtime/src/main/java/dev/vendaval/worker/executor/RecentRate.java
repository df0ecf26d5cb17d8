package dev.vendaval.worker.executor;

import java.util.Arrays;

/**
 * What a worker gets done, as the median of some windows: one in which something else had the processor, or a collection
 * fell, must not decide.
 */
final class RecentRate {
    /** Windows after a change that do not count: queues fill anew, and code is compiled for its new neighbours. */
    static final int SETTLING = 2;

    static final int COUNTED = 5;

    /** How far the middle windows may be apart, as part of the median, for it to be trusted. */
    private static final double STEADY = 0.15;

    private final double[] rates = new double[COUNTED];
    private long windows;

    void add(double rate) {
        if (windows >= 0) {
            rates[(int) (windows % COUNTED)] = rate;
        }
        windows++;
    }

    /** Something was changed: what was seen before it says nothing. */
    void restart() {
        windows = -SETTLING;
    }

    /** Whether there were enough windows. */
    boolean isKnown() {
        return windows >= COUNTED;
    }

    boolean isSteady() {
        double[] sorted = sorted();
        return sorted[COUNTED - 2] - sorted[1] <= STEADY * median();
    }

    double median() {
        return sorted()[COUNTED / 2];
    }

    private double[] sorted() {
        double[] sorted = rates.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
