package dev.vendaval.supervisor;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.service.WorkerDeath;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other supervisors of the deaths seen here, again a few times when one does not answer. Owned by the
 * supervisor's owner thread, which it never blocks: calls are asynchronous, failures come back through
 * the mailbox. Who cannot be told in the end learns of a death by its successor's greeting.
 */
final class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    /** Long enough for a busy host, short beside the two seconds within which trees are to fail. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration FIRST_RETRY = Duration.ofMillis(100);

    /** With waits that double, the last try is 6 s after the first, not counting the calls. */
    private static final int MOST_FAILURES = 6;

    /** Of calls and waiting retries: a full host's workers, each death told to some hundreds of supervisors. */
    private static final int MOST_OPEN = 10_000;

    private final RpcFactory rpc;
    private final Mailbox mailbox;
    private final LongSupplier nanoTime;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Announcement, Long> retriesAtNanos = new LinkedHashMap<>();

    Announcer(RpcFactory rpc, Mailbox mailbox, LongSupplier nanoTime) {
        this.rpc = rpc;
        this.mailbox = mailbox;
        this.nanoTime = nanoTime;
    }

    /** Tells them, at once. */
    void announce(WorkerDeath death, Collection<HostPort> supervisors) {
        supervisors.forEach(supervisor -> call(new Announcement(supervisor, death, 0)));
    }

    /** Whether a call is under way. */
    boolean isCalling() {
        return calls.get() > 0;
    }

    private void call(Announcement announcement) {
        calls.incrementAndGet();
        rpc.announceDeath(announcement.supervisor(), announcement.death(), CALL_TIMEOUT)
                .whenComplete((done, failure) -> {
                    calls.decrementAndGet();
                    // When the mailbox is full, this death is left to the successor's greeting.
                    if (failure != null
                            && !mailbox.offer(new SupervisorMessage.AnnouncementFailed(announcement, failure))) {
                        LOG.warn("too busy to try again: {}", announcement);
                    }
                });
    }

    /** A call has failed: it is made again later, or not any more. */
    void failed(Announcement announcement, Throwable cause) {
        Announcement again = announcement.failedAgain();
        if (again.failures() >= MOST_FAILURES || retriesAtNanos.size() >= MOST_OPEN) {
            LOG.warn(
                    "supervisor at {} could not be told of the death of worker {} of {}: {}",
                    again.supervisor(),
                    again.death().incarnation(),
                    again.death().topologyId(),
                    String.valueOf(cause.getMessage()));
            return;
        }
        Duration wait = FIRST_RETRY.multipliedBy(1L << announcement.failures());
        retriesAtNanos.put(again, nanoTime.getAsLong() + wait.toNanos());
    }

    /** Makes the calls that are due again. */
    void retryWhatIsDue() {
        long now = nanoTime.getAsLong();
        for (Iterator<Map.Entry<Announcement, Long>> waiting =
                        retriesAtNanos.entrySet().iterator();
                waiting.hasNext(); ) {
            Map.Entry<Announcement, Long> retry = waiting.next();
            if (now - retry.getValue() >= 0) {
                waiting.remove();
                call(retry.getKey());
            }
        }
    }
}
