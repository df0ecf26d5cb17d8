package dev.vendaval.worker.link;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whether an open link still carries: something is heard, and both lanes get on. Owned by the links thread but for what says otherwise. */
final class LinkPulse {
    private static final long KEEP_ALIVE_EVERY = TimeUnit.SECONDS.toNanos(1);
    private static final long SILENCE_LIMIT = TimeUnit.SECONDS.toNanos(10);

    /** The receiver acknowledges what arrives, consumed or not; so a lane on which nothing is has stopped to carry. */
    private static final long STALL_LIMIT = TimeUnit.SECONDS.toNanos(10);

    private volatile long lastHeard;
    private long nextKeepAlive;

    /** The link is open. */
    void begin(long now) {
        lastHeard = now;
        nextKeepAlive = now + KEEP_ALIVE_EVERY;
    }

    /** Any thread. */
    void heard(long now) {
        lastHeard = now;
    }

    /** Any thread. */
    long silentFor(long now) {
        return now - lastHeard;
    }

    /** Says something itself when it is time to; returns why the link is of no use any more, or null while it is. */
    @Nullable
    String beat(OutgoingSession session, long now) {
        // Both are asked each time, since asking is how they see progress.
        long dataStalled = session.data.stalledFor(now);
        long controlStalled = session.control.stalledFor(now);
        if (silentFor(now) >= SILENCE_LIMIT) {
            return "nothing heard for 10 s";
        }
        if (dataStalled >= STALL_LIMIT) {
            return "data sent has not been acknowledged for 10 s, though the control lane works";
        }
        if (controlStalled >= STALL_LIMIT) {
            return "control sent has not been acknowledged for 10 s, though returns come";
        }
        if (now - nextKeepAlive >= 0) {
            nextKeepAlive = now + KEEP_ALIVE_EVERY;
            session.control.keepAlive();
        }
        return null;
    }
}
