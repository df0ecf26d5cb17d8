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
    private final FakeConnection control = new FakeConnection();
    private final IncomingSession session = begin(1, control);

    /** Begun at the peer, not yet accepted. */
    private IncomingSession begin(long id, FakeConnection call) {
        Hello hello = new Hello(
                1, 1, Lane.CONTROL, 0, "topology-1", SENDER, new Incarnation(2, 1, 1), id, 1, 1, 1, List.of());
        IncomingSession begun = new IncomingSession(peer, hello, call, linksThread::add, 1 << 20, 0);
        peer.begin(begun);
        return begun;
    }

    @Test
    void aReturnerThatIsStillAtWorkForTheOldSessionDoesNotTakeTheNewSessionsGrant() throws InterruptedException {
        session.open(EXECUTOR);
        session.accept(ACCEPTED);
        CountDownLatch release = new CountDownLatch(1);
        control.holdReadiness(release);
        Thread oldReturner = new Thread(session::returnNow, "old returner");
        oldReturner.start();
        control.awaitAsked();

        FakeConnection newCall = new FakeConnection();
        IncomingSession successor = begin(2, newCall);
        release.countDown();
        oldReturner.join();
        successor.accept(ACCEPTED);
        successor.tick(1);

        assertThat(newCall.returns().get(0).grants()).containsExactly(WHOLE_WINDOW);
    }

    @Test
    void aGrantThatGotLostComesAgainWithinASecondThoughNothingChanged() {
        session.open(EXECUTOR);
        session.accept(ACCEPTED);
        session.tick(0);
        session.tick(SECOND / 2);
        control.sent.clear();

        session.tick(SECOND);

        assertThat(control.returns()).hasSize(1);
        assertThat(control.returns().get(0).grants()).containsExactly(WHOLE_WINDOW);
    }

    @Test
    void aSessionThatEndsClosesBothCallsWithItsFirstReasonAndSendsNothingMore() {
        FakeConnection data = new FakeConnection();
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
        session.accept(ACCEPTED);
        session.close("over");

        session.dataLane(data);

        assertThat(data.closedWith()).isEqualTo("over");
    }

    @Test
    void aSessionThatEndsBeforeItIsAcceptedSendsNothing() {
        session.tick(SECOND);
        session.close("cancelled");

        session.accept(ACCEPTED);

        assertThat(control.sent).isEmpty();
        assertThat(control.closedWith()).isEqualTo("cancelled");
    }

    @Test
    void aFaultWhileReturningEndsTheSession() {
        session.accept(ACCEPTED);
        control.faulty = true;

        session.tick(SECOND);

        assertThat(control.closedWith()).contains("faulty by the test");
    }

    @Test
    void anErrorWhileReturningEndsTheSessionAndGoesOnToTheLinksThread() {
        session.accept(ACCEPTED);
        control.brokenByAnError = true;

        session.tick(SECOND);

        assertThat(control.closedWith()).contains("faulty by the test");
        assertThatThrownBy(linksThread.remove()::run).isInstanceOf(AssertionError.class);
    }

    @Test
    void oneReturnerDoesNotWorkForOthersWithoutEnd() {
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
