package dev.vendaval.supervisor;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way into the supervisor's owner thread; bounded. Any thread may offer or put, the owner polls.
 * What will come again (a report) or can be done again (a hello) is offered and may be refused; what
 * comes once (an exit) is put.
 */
final class Mailbox {
    /** Some seconds' worth of a full host's reports. */
    private static final int CAPACITY = 4096;

    /** Far longer than any step of the owner takes. */
    private static final Duration PUT_TIMEOUT = Duration.ofSeconds(60);

    private final BlockingQueue<SupervisorMessage> messages = new ArrayBlockingQueue<>(CAPACITY);

    /** Returns whether there was room. Never blocks. */
    boolean offer(SupervisorMessage message) {
        return messages.offer(message);
    }

    /** Waits for room; not for network threads. */
    void put(SupervisorMessage message) {
        try {
            if (!messages.offer(message, PUT_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the supervisor takes no messages any more; lost: " + message);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next message, or null if there is none within the time. */
    @Nullable
    SupervisorMessage poll(Duration timeout) throws InterruptedException {
        return messages.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The next message, or null if there is none. */
    @Nullable
    SupervisorMessage poll() {
        return messages.poll();
    }
}
