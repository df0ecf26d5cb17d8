package dev.vendaval.worker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.link.ReturnFrame.Grant;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class IncomingSessionTest {
    private static final int EXECUTOR = 7;
    private static final Incarnation SENDER = new Incarnation(1, 1, 5);
    private static final long SECOND = 1_000_000_000;
    private static final byte[] ACCEPTED = {FrameKind.ACCEPTED};
    private static final Grant WHOLE_WINDOW = new Grant(EXECUTOR, 0, 100, 0, InboundCredit.WINDOW_BYTES);

    private final Queue<Runnable> linksThread = new ConcurrentLinkedQueue<>();
    private final FakeExecutor executor = new FakeExecutor(100, true, true);
    private final IncomingPeer peer = new IncomingPeer(1, index -> index == EXECUTOR ? executor : null, new NoNews());

    private IncomingSession session(long id, FakeConnection control) {
        Hello hello = new Hello(
                1, 1, Lane.CONTROL, 0, "topology-1", SENDER, new Incarnation(2, 1, 1), id, 1, 1, 1, List.of());
        return new IncomingSession(peer, hello, control, linksThread::add, 1 << 20, 0);
    }

    @Test
    void aReturnerThatIsStillAtWorkForTheOldSessionDoesNotTakeTheNewSessionsGrant() throws InterruptedException {
        FakeConnection oldCall = new FakeConnection();
        IncomingSession old = session(1, oldCall);
        peer.begin(old);
        old.open(EXECUTOR);
        old.accept(ACCEPTED);
        CountDownLatch release = new CountDownLatch(1);
        oldCall.holdReadiness(release);
        Thread oldReturner = new Thread(old::returnNow, "old returner");
        oldReturner.start();
        oldCall.awaitAsked();

        FakeConnection newCall = new FakeConnection();
        IncomingSession successor = session(2, newCall);
        peer.begin(successor);
        release.countDown();
        oldReturner.join();
        successor.accept(ACCEPTED);
        successor.tick(1);

        assertThat(newCall.returns().get(0).grants()).containsExactly(WHOLE_WINDOW);
    }

    @Test
    void aGrantThatGotLostComesAgainWithinASecondThoughNothingChanged() {
        FakeConnection call = new FakeConnection();
        IncomingSession session = session(1, call);
        peer.begin(session);
        session.open(EXECUTOR);
        session.accept(ACCEPTED);
        session.tick(0);
        session.tick(SECOND / 2);
        call.sent.clear();

        session.tick(SECOND);

        assertThat(call.returns()).hasSize(1);
        assertThat(call.returns().get(0).grants()).containsExactly(WHOLE_WINDOW);
    }

    @Test
    void aSessionThatEndsClosesBothCallsWithItsFirstReasonAndSendsNothingMore() {
        FakeConnection control = new FakeConnection();
        FakeConnection data = new FakeConnection();
        IncomingSession session = session(1, control);
        peer.begin(session);
        session.accept(ACCEPTED);
        session.dataLane(data);

        session.close("first");
        session.close("second");
        session.tick(SECOND);

        assertThat(session.isClosed()).isTrue();
        assertThat(control.closedWith()).isEqualTo("first");
        assertThat(data.closedWith()).isEqualTo("first");
    }

    @Test
    void aDataLaneThatComesAfterTheEndIsClosedToo() {
        FakeConnection data = new FakeConnection();
        IncomingSession session = session(1, new FakeConnection());
        peer.begin(session);
        session.accept(ACCEPTED);
        session.close("over");

        session.dataLane(data);

        assertThat(data.closedWith()).isEqualTo("over");
    }

    @Test
    void aSessionThatEndsBeforeItIsAcceptedSendsNothing() {
        FakeConnection control = new FakeConnection();
        IncomingSession session = session(1, control);
        peer.begin(session);
        session.tick(SECOND);
        session.close("cancelled");

        session.accept(ACCEPTED);

        assertThat(control.sent).isEmpty();
        assertThat(control.closedWith()).isEqualTo("cancelled");
    }

    @Test
    void aFaultWhileReturningEndsTheSession() {
        FakeConnection control = new FakeConnection();
        IncomingSession session = session(1, control);
        peer.begin(session);
        session.accept(ACCEPTED);
        control.faulty = true;

        session.tick(SECOND);

        assertThat(control.closedWith()).contains("faulty by the test");
    }

    @Test
    void anErrorWhileReturningEndsTheSessionAndGoesOnToTheLinksThread() {
        FakeConnection control = new FakeConnection();
        IncomingSession session = session(1, control);
        peer.begin(session);
        session.accept(ACCEPTED);
        control.brokenByAnError = true;

        session.tick(SECOND);

        assertThat(control.closedWith()).contains("faulty by the test");
        assertThatThrownBy(linksThread.remove()::run).isInstanceOf(AssertionError.class);
    }

    @Test
    void oneReturnerDoesNotWorkForOthersWithoutEnd() {
        FakeConnection control = new FakeConnection();
        IncomingSession session = session(1, control);
        peer.begin(session);
        session.accept(ACCEPTED);
        AtomicInteger rounds = new AtomicInteger();
        int wanted = 10 * IncomingSession.ROUNDS_PER_TURN;
        control.whenAsked = () -> {
            if (rounds.incrementAndGet() < wanted) {
                session.returnNow();
            }
        };

        session.returnNow();
        assertThat(rounds).hasValue(IncomingSession.ROUNDS_PER_TURN);

        while (!linksThread.isEmpty()) {
            linksThread.remove().run();
        }
        assertThat(rounds).hasValue(wanted);
    }

    @Test
    void aFrameIsAcknowledgedWithItsUntrackedTuplesOnceItIsDeliveredAndNotBefore() {
        FakeConnection control = new FakeConnection();
        IncomingSession session = session(1, control);
        peer.begin(session);
        session.accept(ACCEPTED);
        DataFramer framer = new DataFramer();
        framer.add(DataSection.tuples(EXECUTOR, 1, 0, 4, 3, new byte[9], 9));
        byte[] first = Objects.requireNonNull(framer.next(1));
        framer.add(DataSection.tuples(EXECUTOR, 1, 0, 2, 2, new byte[9], 9));
        byte[] second = Objects.requireNonNull(framer.next(2));

        session.frame(Lane.DATA, first, 1);
        executor.refuseData();
        assertThatThrownBy(() -> session.frame(Lane.DATA, second, 2)).hasMessageContaining("refused by the test");
        session.tick(SECOND);

        ReturnFrame last = control.returns().get(control.returns().size() - 1);
        assertThat(last.dataReceived()).isEqualTo(1);
        assertThat(last.untrackedReceived()).isEqualTo(3);
    }
}
