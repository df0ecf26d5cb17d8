package dev.vendaval.worker.executor;

/**
 * When a component that threw is created anew: at once, unless it threw in open or prepare or threw again without one
 * success in between. After open and prepare there are waits that double from 1 s to 30 s. After any other there is a wait of
 * a twentieth of the time since the first of these failures, from 1 s to 30 s: what made every tuple throw for some seconds
 * and is over is not to stand still for as long again.
 */
final class RestartPolicy {
    static final long FIRST_WAIT_NANOS = 1_000_000_000L;
    static final long LONGEST_WAIT_NANOS = 30_000_000_000L;
    private static final int PART_OF_FAILING_TIME = 20;

    private boolean failedSinceSuccess;
    private long failingSinceNanos;
    private long nextWaitAfterPrepareNanos = FIRST_WAIT_NANOS;

    /** The component has done its work once. */
    void succeeded() {
        if (failedSinceSuccess) {
            failedSinceSuccess = false;
            nextWaitAfterPrepareNanos = FIRST_WAIT_NANOS;
        }
    }

    /** How long to wait after this failure. */
    long waitAfterFailure(boolean whilePreparing, long nowNanos) {
        boolean first = !failedSinceSuccess;
        if (first) {
            failedSinceSuccess = true;
            failingSinceNanos = nowNanos;
        }
        if (whilePreparing) {
            long wait = nextWaitAfterPrepareNanos;
            nextWaitAfterPrepareNanos = Math.min(LONGEST_WAIT_NANOS, wait * 2);
            return wait;
        }
        long part = (nowNanos - failingSinceNanos) / PART_OF_FAILING_TIME;
        return first ? 0 : Math.max(FIRST_WAIT_NANOS, Math.min(LONGEST_WAIT_NANOS, part));
    }
}
