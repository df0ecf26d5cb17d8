package dev.vendaval.protocol.grpc;

import java.util.concurrent.TimeUnit;

/** Bounded waits that keep an interrupt for the caller. */
final class Waiting {
    private Waiting() {}

    /** Something that can be waited for, such as the end of an executor. */
    interface Wait {
        boolean await(long time, TimeUnit unit) throws InterruptedException;
    }

    /** Returns whether it came to pass; an interrupt ends the wait and stays set. */
    static boolean atMost(long time, TimeUnit unit, Wait wait) {
        try {
            return wait.await(time, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
