package dev.vendaval.worker.host;

import dev.vendaval.protocol.grpc.OrderListener;
import dev.vendaval.protocol.grpc.SupervisorConnection;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.service.WorkerOrder;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's side of its conversation with the supervisor: begins it, begins it again when it broke,
 * with its supervisor or that one's successor, and knows since when there has been none. Owned by the host's thread; network
 * threads only post events, with the conversation's number, so that those of an old one are ignored.
 */
final class SupervisorTalk {
    /** A worker that runs nothing yet is no loss: without a supervisor for so long, it ends. */
    static final long LOST_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final Logger log = LoggerFactory.getLogger(SupervisorTalk.class);
    private static final long FIRST_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(125);

    /** A new supervisor waits several times as long for the workers that it has found. */
    private static final long LAST_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final WorkerOptions options;
    private final SupervisorAddress address;
    private final Consumer<HostEvent> events;
    private @Nullable SupervisorConnection connection;
    private int conversation;
    private boolean heard;
    private boolean hostIsCutOff;
    private long silentSince;
    private long retryAt;
    private long retryNanos = FIRST_RETRY_NANOS;

    SupervisorTalk(WorkerOptions options, Consumer<HostEvent> events) {
        this.options = options;
        this.address = new SupervisorAddress(options);
        this.events = events;
        this.silentSince = options.clock().nanos();
        this.retryAt = silentSince;
    }

    /** Connects if it is time to; returns when to look again. */
    long onTime(long now) {
        if (connection == null && now - retryAt >= 0) {
            connect();
        }
        return connection == null ? retryAt : now + LOST_LIMIT_NANOS;
    }

    /** Whether there is a conversation in which the supervisor has said something. */
    boolean isHeard() {
        return heard;
    }

    /** Whether it is heard, and has not said that it has lost sight of the cluster. */
    boolean isHeardAndReachesCluster() {
        return heard && !hostIsCutOff;
    }

    /** It says whether it has lost sight of the cluster. */
    void saysHostIsCutOff(boolean cutOff) {
        hostIsCutOff = cutOff;
    }

    /** Whether the supervisor has been gone for so long that a worker which runs nothing yet must stop. */
    boolean isLost(long now) {
        return !heard && now - silentSince >= LOST_LIMIT_NANOS;
    }

    private void connect() {
        int number = ++conversation;
        WorkerHello hello = new WorkerHello(options.topologyId(), options.port(), options.pid(), options.incarnation());
        connection = options.rpc().connectWorkerToSupervisor(address.now(), hello, new OrderListener() {
            @Override
            public void order(WorkerOrder order) {
                events.accept(new HostEvent.Ordered(number, order));
            }

            @Override
            public void closed(@Nullable Throwable cause) {
                events.accept(new HostEvent.Disconnected(number, cause));
            }
        });
    }

    /** Whether an order belongs to the present conversation. */
    boolean accepts(HostEvent.Ordered event) {
        boolean present = event.conversation() == conversation;
        if (present) {
            if (!heard && conversation > 1) {
                log.info("{}: the supervisor at {} is heard again", options, address);
            }
            heard = true;
            retryNanos = FIRST_RETRY_NANOS;
        }
        return present;
    }

    void disconnected(HostEvent.Disconnected event, long now) {
        if (event.conversation() != conversation) {
            return;
        }
        if (heard) {
            log.warn(
                    "{}: lost the supervisor at {}; going on without, until it or a successor is there: {}",
                    options,
                    address,
                    String.valueOf(event.cause()));
            silentSince = now;
        }
        heard = false;
        hostIsCutOff = false;
        connection = null;
        retryAt = now + retryNanos;
        retryNanos = Math.min(2 * retryNanos, LAST_RETRY_NANOS);
    }

    /** Sends a report if there is a conversation. */
    void report(WorkerReport report) {
        SupervisorConnection present = connection;
        if (present != null) {
            present.send(report);
        }
    }

    void close() {
        conversation++;
        SupervisorConnection present = connection;
        connection = null;
        if (present != null) {
            present.close();
        }
    }
}
