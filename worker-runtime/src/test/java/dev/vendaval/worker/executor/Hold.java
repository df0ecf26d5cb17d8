package dev.vendaval.worker.executor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Holds the thread of a component in the call that the test names, until the test lets it go. */
final class Hold {
    /** A call of a component. */
    enum Call {
        NEXT_TUPLE,
        ACK,
        FAIL,
        EXECUTE,
        PREPARE,
        CLEANUP
    }

    private static final long LONGEST_SECONDS = 60;

    private final AtomicReference<@Nullable Call> armed = new AtomicReference<>();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final boolean computes;

    /**
     * @param computes whether it keeps a processor busy, else it waits
     */
    Hold(boolean computes) {
        this.computes = computes;
    }

    void arm(Call call) {
        armed.set(call);
    }

    boolean isArmed(Call call) {
        return armed.get() == call;
    }

    boolean awaitEntered() throws InterruptedException {
        return entered.await(LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    void release() {
        release.countDown();
    }

    /** The component is in this call. */
    void at(Call call) {
        if (!armed.compareAndSet(call, null)) {
            return;
        }
        entered.countDown();
        long begin = System.nanoTime();
        try {
            while (computes
                    && release.getCount() > 0
                    && System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
                Thread.onSpinWait();
            }
            if (!computes && !release.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test has forgotten " + call);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
