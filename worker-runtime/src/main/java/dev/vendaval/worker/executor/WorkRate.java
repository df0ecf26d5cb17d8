package dev.vendaval.worker.executor;

/** How fast a count has grown lately, from looks at it that come a second apart or more often. */
final class WorkRate {
    /** A rate over less than this is chance. */
    private static final long LEAST_WINDOW_NANOS = 500_000_000L;

    private static final double NANOS_PER_SECOND = 1e9;

    private long windowBegan;
    private long countAtBegin;
    private long lastLook;
    private long countAtLastLook;
    private long lastCount;
    private boolean hasGrown;
    private long grewAt;

    /** From a count of 0. */
    WorkRate(long now) {
        this.windowBegan = now;
        this.lastLook = now;
    }

    /** The count now. */
    void look(long now, long count) {
        if (now - lastLook >= LEAST_WINDOW_NANOS) {
            windowBegan = lastLook;
            countAtBegin = countAtLastLook;
            lastLook = now;
            countAtLastLook = count;
        }
        if (count != lastCount) {
            lastCount = count;
            hasGrown = true;
            grewAt = now;
        }
    }

    /** Up to the last look. */
    double perSecond(long now) {
        long nanos = now - windowBegan;
        return nanos <= 0 ? 0 : (lastCount - countAtBegin) * NANOS_PER_SECOND / nanos;
    }

    /** Since a look last found it grown; -1 if none has. */
    long millisSinceGrowth(long now) {
        return hasGrown ? (now - grewAt) / 1_000_000 : -1;
    }
}
