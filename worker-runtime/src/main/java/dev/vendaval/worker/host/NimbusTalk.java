package dev.vendaval.worker.host;

import dev.vendaval.protocol.config.HostPort;
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
 * The conversation of a worker that has no supervisor with the leading Nimbus, so that its host is not taken for dead and
 * kills and assignments reach it. Tries one Nimbus after the other: those that do not lead end the conversation, and
 * one that says nothing for {@link #SILENCE_NANOS} is left; if it is urgent, one that has not answered yet much sooner. Owned by the host's thread; network threads only post events, with
 * the conversation's number.
 */
final class NimbusTalk {
    private static final Logger log = LoggerFactory.getLogger(NimbusTalk.class);

    /** A supervisor that is only being started anew is back by then; a small part of the shortest host time-out. */
    static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    /** After all have been tried once; every Nimbus has been tried many times within the shortest host time-out. */
    static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** Nimbus says something each second. */
    static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** Two that are silent can be tried within {@link Isolation#LIMIT_NANOS}; one that leads answers in a small part of it. */
    static final long URGENT_ANSWER_NANOS = TimeUnit.MILLISECONDS.toNanos(600);

    private final WorkerOptions options;
    private final NimbusAddresses addresses;
    private final Consumer<HostEvent> events;
    private @Nullable SupervisorConnection connection;
    private @Nullable HostPort address;
    private int conversation;
    private boolean heard;
    private long lastHeard;
    private long tryAt;
    private int untried;
    private boolean wanted;

    NimbusTalk(WorkerOptions options, Consumer<HostEvent> events) {
        this.options = options;
        this.addresses = new NimbusAddresses(options);
        this.events = events;
    }

    /**
     * Begins, goes on or ends, as it is time to; returns when to look again.
     *
     * @param needed whether the worker runs something and has no supervisor, or none that reaches the cluster
     * @param urgent whether the worker ends soon if nobody is heard: no grace for its supervisor, little time to answer
     */
    long onTime(boolean needed, boolean urgent, long now) {
        if (!needed) {
            close();
            return now + SILENCE_NANOS;
        }
        if (!wanted) {
            wanted = true;
            tryAt = urgent ? now : now + GRACE_NANOS;
        }
        long patience = urgent && !heard ? URGENT_ANSWER_NANOS : SILENCE_NANOS;
        if (connection != null && now - lastHeard >= patience) {
            leave(now, "it says nothing");
        }
        if (connection == null && now - tryAt >= 0) {
            connect(now);
        }
        return connection == null ? tryAt : lastHeard + patience;
    }

    private void connect(long now) {
        int known = addresses.read();
        if (known == 0) {
            tryAt = now + RETRY_NANOS;
            return;
        }
        untried = (untried == 0 ? known : Math.min(untried, known)) - 1;
        int number = ++conversation;
        lastHeard = now;
        address = addresses.next();
        WorkerHello hello = new WorkerHello(options.topologyId(), options.port(), options.pid(), options.incarnation());
        connection = options.rpc().connectWorkerToSupervisor(address, hello, new OrderListener() {
            @Override
            public void order(WorkerOrder order) {
                events.accept(new HostEvent.NimbusOrdered(number, order));
            }

            @Override
            public void closed(@Nullable Throwable cause) {
                events.accept(new HostEvent.NimbusLeft(number, cause));
            }
        });
    }

    /** Whether an order belongs to the present conversation. */
    boolean accepts(HostEvent.NimbusOrdered event, long now) {
        if (event.conversation() != conversation || connection == null) {
            return false;
        }
        if (!heard) {
            log.info("{}: reports to Nimbus at {} itself until it has a supervisor", options, address);
            addresses.keep();
            untried = 0;
        }
        heard = true;
        lastHeard = now;
        return true;
    }

    /** Whether there is a conversation in which the leader has said something. */
    boolean isHeard() {
        return heard;
    }

    /** A conversation is over. */
    void left(HostEvent.NimbusLeft event, long now) {
        if (event.conversation() == conversation && connection != null) {
            leave(now, String.valueOf(event.cause()));
        }
    }

    private void leave(long now, String why) {
        if (heard) {
            log.warn("{}: lost Nimbus at {}, looking for the leader: {}", options, address, why);
        }
        end();
        tryAt = untried > 0 ? now : now + RETRY_NANOS;
    }

    private void end() {
        SupervisorConnection present = connection;
        connection = null;
        heard = false;
        if (present != null) {
            present.close();
        }
    }

    /** Sends a report if there is a conversation. */
    void report(WorkerReport report) {
        SupervisorConnection present = connection;
        if (present != null) {
            present.send(report);
        }
    }

    /** Ends it, if there is one. */
    void close() {
        wanted = false;
        untried = 0;
        end();
    }
}
