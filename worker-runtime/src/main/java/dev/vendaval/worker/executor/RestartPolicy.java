package dev.vendaval.worker.executor;

/**
 * When a component that threw is created anew: at once, unless it threw in open or prepare or threw again without one
 * success in between; then after a wait that doubles from 1 s to 30 s.
 */
final class RestartPolicy {
    static final long FIRST_WAIT_NANOS = 1_000_000_000L;
    static final long LONGEST_WAIT_NANOS = 30_000_000_000L;

    private boolean failedSinceSuccess;
    private long nextWaitNanos = FIRST_WAIT_NANOS;

    /** The component has done its work once. */
    void succeeded() {
        if (failedSinceSuccess) {
            failedSinceSuccess = false;
            nextWaitNanos = FIRST_WAIT_NANOS;
        }
    }

    /** How long to wait after this failure. */
    long waitAfterFailure(boolean whilePreparing) {
        boolean atOnce = !whilePreparing && !failedSinceSuccess;
        failedSinceSuccess = true;
        if (atOnce) {
            return 0;
        }
        long wait = nextWaitNanos;
        nextWaitNanos = Math.min(LONGEST_WAIT_NANOS, wait * 2);
        return wait;
    }
}
