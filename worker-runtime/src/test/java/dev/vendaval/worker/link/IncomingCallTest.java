package dev.vendaval.worker.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.fencing.Deaths;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls to the link server, step by step: the test is the network threads and the links thread. */
class IncomingCallTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Incarnation SENDER = new Incarnation(1, 1, 1);
    private static final Incarnation RECEIVER = new Incarnation(2, 1, 1);

    private final Queue<Runnable> linksThread = new ArrayDeque<>();
    private final IncomingLinks incoming = new IncomingLinks(
            new LinkSettings("topology-1", RECEIVER, "secret", 5, 1 << 20, 2),
            executor -> null,
            new NoNews(),
            new Deaths(),
            linksThread::add);
    private final FakeConnection wire = new FakeConnection();
    private long now = 100 * SECOND;
    private final IncomingCall call = new IncomingCall(Lane.CONTROL, wire, incoming, linksThread::add, () -> now);

    private void runLinksThread() {
        for (Runnable task = linksThread.poll(); task != null; task = linksThread.poll()) {
            task.run();
        }
        incoming.tick(now);
    }

    private static byte[] hello() {
        return hello("secret");
    }

    private static byte[] hello(String secret) {
        return new Hello(1, 1, Lane.CONTROL, 5, "topology-1", SENDER, RECEIVER, 9, 1, 1, 1, List.of()).encode(secret);
    }

    @Test
    void aCallThatNeverSaysHelloIsClosedAfter10Seconds() {
        runLinksThread();
        now += 9 * SECOND;
        runLinksThread();
        assertThat(wire.closed).isNull();

        now += SECOND;
        runLinksThread();

        assertThat(wire.closedWith()).contains("no hello");
        call.frame(hello());
        runLinksThread();
        assertThat(wire.sent).isEmpty();
    }

    @Test
    void onlyWhoHasProvenItselfMaySendLargeFrames() {
        call.frame(hello("guessed"));
        runLinksThread();
        assertThat(wire.admitted).isFalse();

        FakeConnection proven = new FakeConnection();
        new IncomingCall(Lane.CONTROL, proven, incoming, linksThread::add, () -> now).frame(hello("secret"));
        runLinksThread();
        assertThat(proven.admitted).isTrue();
    }

    @Test
    void aCallThatHasSaidHelloIsNotTimedOutAsLongAsItSpeaks() {
        call.frame(hello());
        runLinksThread();
        for (int second = 0; second < 30; second++) {
            now += SECOND;
            call.frame(new byte[] {FrameKind.KEEP_ALIVE});
            runLinksThread();
        }
        assertThat(wire.closed).isNull();
        assertThat(wire.returns()).hasSizeGreaterThan(20);
    }

    @Test
    void aCallThatEndsWhileItsHelloWaitsEndsItsSessionToo() {
        call.frame(hello());
        call.closed("cancelled");
        runLinksThread();

        assertThat(wire.closedWith()).contains("cancelled");
    }
}
