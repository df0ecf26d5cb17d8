package dev.vendaval.supervisor;

import dev.vendaval.protocol.artifact.ArtifactSource;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.CommandListener;
import dev.vendaval.protocol.grpc.NimbusConnection;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.report.SupervisorReport;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The conversation with the leading Nimbus: kept up as long as there is a leader, made anew with
 * bounded back-off when it breaks and at once when the leader is another. Owned by the supervisor's
 * owner thread; what network threads bring carries the conversation's number, so that the last words
 * of an earlier one are not taken for the present one's.
 */
final class NimbusLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NimbusLink.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    /** A conversation that lasted this long was a good one: the next retry is quick again. */
    private static final Duration STEADY_AFTER = Duration.ofSeconds(5);

    private record Ended(long conversation, @Nullable Throwable cause) {}

    private final RpcFactory rpc;
    private final Mailbox mailbox;
    private final LongSupplier nanoTime;
    private @Nullable HostPort leader;
    private @Nullable NimbusConnection connection;
    /** Of the latest conversation that has ended; an earlier one may be told of later. */
    private final AtomicReference<@Nullable Ended> ended = new AtomicReference<>();

    private long conversation;
    private long connectedAtNanos;
    private long retryAtNanos;
    private Duration retry = FIRST_RETRY;

    NimbusLink(RpcFactory rpc, Mailbox mailbox, LongSupplier nanoTime) {
        this.rpc = rpc;
        this.mailbox = mailbox;
        this.nanoTime = nanoTime;
        this.retryAtNanos = nanoTime.getAsLong();
    }

    /** The leader is there now, or there is none. A conversation with one that merely is not listed goes on. */
    void leaderIs(@Nullable HostPort newLeader) {
        if (newLeader != null && !newLeader.equals(leader)) {
            LOG.info("Nimbus leads at {}", newLeader);
            drop();
            leader = newLeader;
            retry = FIRST_RETRY;
            retryAtNanos = nanoTime.getAsLong();
        }
    }

    /** Connects if it is time to; returns whether there is a new conversation. */
    boolean connectIfDue() {
        if (connection != null || leader == null || nanoTime.getAsLong() - retryAtNanos < 0) {
            return false;
        }
        conversation++;
        connectedAtNanos = nanoTime.getAsLong();
        connection = rpc.connectSupervisorToNimbus(leader, new Commands(conversation));
        return true;
    }

    /** Whether this is the number of the present conversation. */
    boolean isPresent(long someConversation) {
        return connection != null && conversation == someConversation;
    }

    /** Notices the end of the conversation; returns whether it has just ended. */
    boolean noticeEnd() {
        @Nullable Ended last = ended.get();
        if (last == null || !isPresent(last.conversation())) {
            return false;
        }
        boolean wasSteady = nanoTime.getAsLong() - connectedAtNanos >= STEADY_AFTER.toNanos();
        retry = wasSteady ? FIRST_RETRY : retry;
        if (retry.equals(FIRST_RETRY)) {
            LOG.warn(
                    "the conversation with Nimbus at {} is over, trying again: {}",
                    leader,
                    String.valueOf(last.cause()));
        }
        drop();
        retryAtNanos = nanoTime.getAsLong() + retry.toNanos();
        Duration doubled = retry.multipliedBy(2);
        retry = doubled.compareTo(LAST_RETRY) < 0 ? doubled : LAST_RETRY;
        return true;
    }

    void send(SupervisorReport report) {
        if (connection != null) {
            connection.send(report);
        }
    }

    /** Where artifacts can be had now, or null. */
    @Nullable
    ArtifactSource artifacts() {
        NimbusConnection present = connection;
        return present == null ? null : present::downloadArtifact;
    }

    private void drop() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    @Override
    public void close() {
        drop();
        leader = null;
    }

    private final class Commands implements CommandListener {
        private final long number;

        Commands(long number) {
            this.number = number;
        }

        @Override
        public void reportNow(long reportId) {
            if (!mailbox.offer(new SupervisorMessage.ReportAsked(number, reportId))) {
                LOG.warn("too busy to report now; Nimbus will ask again");
            }
        }

        @Override
        public void closed(@Nullable Throwable cause) {
            ended.accumulateAndGet(
                    new Ended(number, cause),
                    (known, told) -> known != null && known.conversation() > number ? known : told);
        }
    }
}
