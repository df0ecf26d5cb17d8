package dev.vendaval.worker.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Untracked tuples of a session that is dropped under its senders' hands. */
@Timeout(60)
class OutgoingSessionTest {
    private static final int EXECUTOR = 7;

    private final AtomicLong lost = new AtomicLong();
    private final Queue<ControlSection> fails = new ConcurrentLinkedQueue<>();
    private final OutgoingSession session = newSession();
    private final CreditAccount account = session.account(EXECUTOR);

    private OutgoingSession newSession() {
        return new OutgoingSession(
                1, new Incarnation(1, 1, 1), 1 << 20, 4L << 20, Runnable::run, why -> {}, lost::addAndGet);
    }

    private static DataSection section(int untracked) {
        return DataSection.tuples(EXECUTOR, 1, 0, untracked, untracked, new byte[1], 1);
    }

    @Test
    void whatWasSentAndNotSaidToHaveArrivedIsLostWithTheSession() {
        session.send(account, section(5));
        session.send(account, section(2));
        session.returned(new ReturnFrame(1, 0, 5, List.of()), null, null);

        session.drop(fails::add);

        assertThat(lost).hasValue(2);
    }

    @Test
    @Tag("F2")
    void treesThatUnacknowledgedControlToldOfFailSinceTheyMayBeTheNextLifes() {
        session.send(new ControlSection(ControlSection.Kind.FAIL, EXECUTOR, new long[] {7, 8}, 2, 0));
        session.drop(fails::add);
        session.send(new ControlSection(ControlSection.Kind.FAIL, EXECUTOR, new long[] {9}, 1, 0));

        assertThat(fails).hasSize(2).allSatisfy(fail -> {
            assertThat(fail.kind).isEqualTo(ControlSection.Kind.FAIL);
            assertThat(fail.receiverExecutor).isEqualTo(EXECUTOR);
        });
        assertThat(fails.stream().flatMapToLong(fail -> LongStream.of(fail.roots())))
                .containsExactly(7L, 8L, 9L);
    }

    @Test
    void whoIsTooLateForASessionCountsWhatIsLostWithIt() {
        session.send(account, section(5));
        session.drop(fails::add);

        session.sendAll(account, List.of(section(1), section(2)));
        session.send(account, section(4));

        assertThat(lost).hasValue(5 + 1 + 2 + 4);
        assertThat(session.unsentTuples(EXECUTOR)).isEqualTo(5);
    }

    @Test
    void everyUntrackedTupleIsCountedOnceWhereverTheDropFallsBetweenItsSenders() throws InterruptedException {
        for (int round = 0; round < 300; round++) {
            lost.set(0);
            OutgoingSession dropped = newSession();
            CreditAccount credit = dropped.account(EXECUTOR);
            AtomicLong sent = new AtomicLong();
            AtomicBoolean sending = new AtomicBoolean(true);
            CountDownLatch begun = new CountDownLatch(2);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                threads.add(new Thread(() -> {
                    while (sending.get()) {
                        dropped.send(credit, section(3));
                        sent.addAndGet(3);
                        begun.countDown();
                    }
                }));
            }
            threads.forEach(Thread::start);
            begun.await();

            dropped.drop(fails::add);

            sending.set(false);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(lost).hasValue(sent.get());
        }
    }
}
