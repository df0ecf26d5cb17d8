package dev.vendaval.worker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two workers' links over real connections on loopback. */
@Timeout(60)
class LinksTest {
    private static final int EXECUTOR = 7;
    private static final long MS = 1_000_000;

    private final List<TestWorker> workers = new ArrayList<>();

    @AfterEach
    void close() {
        workers.forEach(TestWorker::close);
    }

    private TestWorker worker(int index) {
        return worker(index, 1, 0);
    }

    private TestWorker worker(int index, long launch, int port) {
        TestWorker worker = new TestWorker(index, launch, port);
        workers.add(worker);
        return worker;
    }

    private static DataSection section(int count, byte[] bytes) {
        return DataSection.tuples(EXECUTOR, 1, 0, count, 0, bytes, bytes.length);
    }

    private static DataSection numbered(int number) {
        return section(1, ByteBuffer.allocate(4).putInt(number).array());
    }

    private static int number(DataSection section) {
        return ByteBuffer.wrap(section.bytes, section.offset, section.length).getInt();
    }

    private static ControlSection ack(long... numbers) {
        return new ControlSection(ControlSection.Kind.ACK, EXECUTOR, numbers, numbers.length, 3);
    }

    private static void awaitCredit(RemoteExecutor remote) {
        if (remote.creditTuples() > 0) {
            return;
        }
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> remote.creditTuples() > 0);
    }

    private static void awaitNothingOut(TestWorker worker) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(worker.links.creditsOut()).isZero();
            assertThat(worker.links.unackedFrames()).isZero();
        });
    }

    @Test
    void sectionsArriveInOrderAndAllCreditsReturn() {
        FakeExecutor executor = new FakeExecutor(64, true, true);
        TestWorker receiver = worker(2).with(EXECUTOR, executor);
        TestWorker sender = worker(1);
        RemoteExecutor remote = sender.to(receiver, EXECUTOR);

        int total = 20_000;
        for (int i = 0; i < total; i++) {
            awaitCredit(remote);
            remote.send(numbered(i));
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> executor.arrived.size() == total);
        int expected = 0;
        for (DataSection arrived : executor.arrived) {
            assertThat(number(arrived)).isEqualTo(expected++);
        }
        awaitNothingOut(sender);
    }

    @Test
    @Tag("F8")
    void nothingIsGrantedBeforeTheReceiverIsPreparedAndNeverMoreThanTheWindow() {
        FakeExecutor executor = new FakeExecutor(100, false, false);
        TestWorker receiver = worker(2).with(EXECUTOR, executor);
        TestWorker sender = worker(1);
        RemoteExecutor remote = sender.to(receiver, EXECUTOR);

        assertThat(remote.creditTuples()).isZero();
        await().atMost(Duration.ofSeconds(10)).until(() -> remote.touchBit() != 0);
        await().during(Duration.ofMillis(150)).atMost(Duration.ofSeconds(5)).until(() -> remote.creditTuples() == 0);

        executor.becomeReady();
        awaitCredit(remote);
        assertThat(remote.creditTuples()).isEqualTo(100);
        long sentInAll = 0;
        for (int round = 0; round < 20; round++) {
            awaitCredit(remote);
            long sent = 0;
            while (remote.creditTuples() > 0) {
                remote.send(numbered((int) sent++));
            }
            assertThat(sent).isLessThanOrEqualTo(100);
            sentInAll += sent;
            long arrived = sentInAll;
            await().atMost(Duration.ofSeconds(10)).until(() -> executor.arrivedTuples() == arrived);
            executor.consume();
        }
        awaitNothingOut(sender);
        assertThat(remote.creditTuples()).isEqualTo(100);
    }

    @Test
    void linksThatAreOpenedAreThereBeforeAnybodyAsksForCredit() {
        TestWorker receiver = worker(2).with(EXECUTOR, new FakeExecutor(10, true, false));
        TestWorker sender = worker(1);
        RemoteExecutor remote = sender.to(receiver, EXECUTOR);

        sender.links.open();

        await().atMost(Duration.ofSeconds(10)).until(() -> remote.touchBit() != 0);
    }

    @Test
    void aWorkerThatConnectsIsCalledBackAtOnceHoweverLongTheBackOff() {
        TestWorker gone = worker(2);
        WorkerSlot slot = gone.slot();
        gone.close();
        // Its clock stands still, so that no back-off ever ends.
        TestWorker early = new TestWorker(1, () -> 0);
        workers.add(early);
        RemoteExecutor remote = early.links.remote(slot, EXECUTOR);
        early.links.open();
        await().during(Duration.ofMillis(200)).atMost(Duration.ofSeconds(5)).until(() -> remote.touchBit() == 0);

        TestWorker late = worker(2, 1, slot.port()).with(EXECUTOR, new FakeExecutor(10, true, false));
        late.to(early, EXECUTOR);
        late.links.open();

        await().atMost(Duration.ofSeconds(10)).until(() -> remote.touchBit() != 0);
    }

    @Test
    void executorsBeyondWhatAHelloHoldsAreOpenedToo() {
        TestWorker gone = worker(2);
        WorkerSlot slot = gone.slot();
        gone.close();
        TestWorker early = worker(1);
        int executors = 6_000;
        for (int executor = 0; executor < executors; executor++) {
            early.links.remote(slot, executor).creditTuples();
        }

        FakeExecutor shared = new FakeExecutor(10, true, false);
        TestWorker receiver = worker(2, 1, slot.port());
        for (int executor = 0; executor < executors; executor++) {
            receiver.with(executor, shared);
        }

        await().atMost(Duration.ofSeconds(20))
                .until(() -> IntStream.range(0, executors)
                        .allMatch(each -> early.links.remote(slot, each).creditTuples() > 0));
    }

    @Test
    void anErrorOnTheLinksThreadEndsTheWorker() {
        AtomicBoolean faulty = new AtomicBoolean();
        TestWorker worker = new TestWorker(1, () -> {
            if (faulty.get()) {
                throw new AssertionError("faulty by the test");
            }
            return 0;
        });
        workers.add(worker);
        faulty.set(true);
        worker.links
                .remote(new WorkerSlot(2, "supervisor", "127.0.0.1", 1, 1), EXECUTOR)
                .creditTuples();

        await().atMost(Duration.ofSeconds(10)).until(() -> !worker.ended.isEmpty());
    }

    @Test
    void waiterIsWokenOnceWhenCreditGrows() {
        FakeExecutor executor = new FakeExecutor(10, true, false);
        TestWorker receiver = worker(2).with(EXECUTOR, executor);
        RemoteExecutor remote = worker(1).to(receiver, EXECUTOR);
        awaitCredit(remote);
        while (remote.creditTuples() > 0) {
            remote.send(numbered(0));
        }
        AtomicInteger wakes = new AtomicInteger();
        Runnable wake = wakes::incrementAndGet;
        remote.wakeOnCredit(wake);
        remote.wakeOnCredit(wake);

        await().atMost(Duration.ofSeconds(10)).until(() -> executor.arrived.size() == 10);
        executor.consume();

        await().atMost(Duration.ofSeconds(10)).until(() -> remote.creditTuples() == 10);
        assertThat(wakes).hasValue(1);
    }

    @Test
    @Tag("F8")
    void littleCreditGoesToWaitersInTurn() {
        FakeExecutor executor = new FakeExecutor(2, true, false);
        TestWorker receiver = worker(2).with(EXECUTOR, executor);
        RemoteExecutor remote = worker(1).to(receiver, EXECUTOR);
        awaitCredit(remote);
        AtomicIntegerArray taken = new AtomicIntegerArray(2);
        Runnable[] wakes = new Runnable[taken.length()];
        for (int i = 0; i < wakes.length; i++) {
            int sender = i;
            wakes[i] = () -> {
                taken.addAndGet(sender, takeAll(remote));
                remote.wakeOnCredit(wakes[sender]);
            };
        }
        takeAll(remote);
        for (Runnable wake : wakes) {
            remote.wakeOnCredit(wake);
        }

        for (int grant = 1; grant <= 20; grant++) {
            int sent = 2 * grant;
            await().atMost(Duration.ofSeconds(10)).until(() -> executor.arrived.size() == sent);
            executor.consume();
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> taken.get(0) + taken.get(1) == 40);
        assertThat(taken.get(0)).as("of the first one").isBetween(10, 30);
    }

    @Test
    @Tag("F8")
    void whoHasNoUseForItsTurnLeavesTheCreditToOthers() {
        FakeExecutor executor = new FakeExecutor(2, true, false);
        long stands = System.nanoTime(); // so that it does not repeat its grants, each of which would wake one
        TestWorker receiver = new TestWorker(2, () -> stands).with(EXECUTOR, executor);
        workers.add(receiver);
        RemoteExecutor remote = worker(1).to(receiver, EXECUTOR);
        awaitCredit(remote);
        takeAll(remote);
        AtomicInteger idle = new AtomicInteger();
        AtomicInteger busy = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            int number = i;
            remote.wakeOnCredit(() -> idle.accumulateAndGet(1 << number, (before, bit) -> before | bit));
        }
        remote.wakeOnCredit(busy::incrementAndGet);

        await().atMost(Duration.ofSeconds(10)).until(() -> executor.arrived.size() == 2);
        executor.consume();

        await().atMost(Duration.ofSeconds(10)).until(() -> idle.get() == (1 << 10) - 1 && busy.get() == 1);
        assertThat(remote.creditTuples()).isEqualTo(2);
    }

    private static int takeAll(RemoteExecutor remote) {
        int taken = 0;
        while (remote.creditTuples() > 0) {
            remote.send(numbered(0));
            taken++;
        }
        return taken;
    }

    @Test
    void aTupleOf64MiBArrivesWholeBetweenSmallOnes() {
        FakeExecutor executor = new FakeExecutor(100, true, true);
        TestWorker receiver = worker(2).with(EXECUTOR, executor);
        TestWorker sender = worker(1);
        RemoteExecutor remote = sender.to(receiver, EXECUTOR);
        byte[] large = new byte[64 << 20];
        for (int i = 0; i < large.length; i += 4096) {
            large[i] = (byte) (i >>> 12);
        }
        awaitCredit(remote);
        remote.send(numbered(1));
        remote.send(section(1, large));
        remote.send(numbered(2));

        await().atMost(Duration.ofSeconds(30)).until(() -> executor.arrived.size() == 3);
        List<DataSection> arrived = new ArrayList<>(executor.arrived);
        assertThat(number(arrived.get(0))).isEqualTo(1);
        DataSection whole = arrived.get(1);
        assertThat(Arrays.equals(whole.bytes, whole.offset, whole.offset + whole.length, large, 0, large.length))
                .isTrue();
        assertThat(number(arrived.get(2))).isEqualTo(2);
        awaitNothingOut(sender);
        assertThatThrownBy(() -> remote.send(section(1, new byte[80 << 20])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exceeds");
    }

    @Test
    void controlArrivesWithItsNumbersHoweverManyThereAre() {
        FakeExecutor executor = new FakeExecutor(100, true, true);
        TestWorker receiver = worker(2).with(EXECUTOR, executor);
        RemoteExecutor remote = worker(1).to(receiver, EXECUTOR);
        long[] many = new long[900_000];
        Arrays.setAll(many, i -> i);

        remote.send(ack(1, 2, 3));
        remote.send(ack(many));

        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        executor.control.stream().mapToLong(each -> each.length).sum() == 900_003);
        ControlSection first = executor.control.element();
        assertThat(first.kind).isEqualTo(ControlSection.Kind.ACK);
        assertThat(first.deathNumber).isEqualTo(3);
        assertThat(first.data).startsWith(1, 2, 3);
        assertThat(executor.control)
                .allSatisfy(each -> assertThat(each.length % 3).isZero());
    }

    @Test
    @Tag("F8")
    void aFloodOfDataAtAnIdleExecutorDoesNotDelayControl() {
        FakeExecutor blocked = new FakeExecutor(1_000_000, true, false);
        TestWorker receiver = worker(2).with(EXECUTOR, blocked);
        TestWorker sender = worker(1);
        RemoteExecutor remote = sender.to(receiver, EXECUTOR);
        awaitCredit(remote);
        byte[] bulk = new byte[200_000];
        int flood = 0;
        while (remote.creditTuples() > 0 && flood < 400) {
            remote.send(section(1, bulk)); // to the byte limit: nobody consumes
            flood++;
        }
        assertThat(remote.creditTuples()).isLessThanOrEqualTo(0);

        long slowest = 0;
        for (int i = 0; i < 200; i++) {
            long start = System.nanoTime();
            int expected = blocked.control.size() + 1;
            remote.send(ack(i, i, i));
            await().atMost(Duration.ofSeconds(5))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> blocked.control.size() == expected);
            slowest = Math.max(slowest, System.nanoTime() - start);
        }
        assertThat(slowest / MS).isLessThan(1_000);
    }

    @Test
    void afterTheReceiverIsReplacedCountersStartFromZeroAndDataFlowsAgain() {
        FakeExecutor executor = new FakeExecutor(10, true, false);
        TestWorker receiver = worker(2).with(EXECUTOR, executor);
        TestWorker sender = worker(1);
        RemoteExecutor remote = sender.to(receiver, EXECUTOR);
        awaitCredit(remote);
        remote.send(DataSection.tuples(EXECUTOR, 1, 0, 5, 2, new byte[9], 9));
        await().atMost(Duration.ofSeconds(10)).until(() -> executor.arrived.size() == 1);
        assertThat(sender.links.creditsOut()).isEqualTo(5);
        long bit = remote.touchBit();
        int port = receiver.address().port();

        receiver.close();
        await().atMost(Duration.ofSeconds(10)).until(() -> remote.creditTuples() == 0);
        remote.send(ack(1, 2, 3)); // for an acker that dies with its trees, or for the next one
        FakeExecutor successor = new FakeExecutor(10, true, true);
        worker(2, 2, port).with(EXECUTOR, successor);

        awaitCredit(remote);
        assertThat(remote.touchBit()).isNotEqualTo(bit);
        for (int i = 0; i < 100; i++) {
            awaitCredit(remote);
            remote.send(numbered(i));
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> successor.arrived.size() == 100);
        await().atMost(Duration.ofSeconds(10)).until(() -> !successor.control.isEmpty());
        assertThat(successor.control)
                .hasSize(1)
                .allSatisfy(section -> assertThat(section.kind).isEqualTo(ControlSection.Kind.FAIL));
        assertThat(sender.deaths.number()).isEqualTo(1);
        awaitNothingOut(sender);
    }

    @Test
    void untrackedTuplesThatNeverArrivedAreCountedAsLost() {
        FakeExecutor executor = new FakeExecutor(10, true, false);
        TestWorker receiver = worker(2).with(EXECUTOR, executor);
        TestWorker sender = worker(1);
        RemoteExecutor remote = sender.to(receiver, EXECUTOR);
        awaitCredit(remote);
        remote.send(DataSection.tuples(EXECUTOR, 1, 0, 4, 3, new byte[9], 9));
        awaitNothingUnacked(sender);
        executor.refuseData();
        remote.send(DataSection.tuples(EXECUTOR, 1, 0, 2, 2, new byte[9], 9));

        await().atMost(Duration.ofSeconds(15)).until(() -> sender.links.lostUntracked() == 2);
    }

    private static void awaitNothingUnacked(TestWorker worker) {
        await().atMost(Duration.ofSeconds(10)).until(() -> worker.links.unackedFrames() == 0);
    }

    @Test
    void sectionsForAnExecutorThatIsNotThereAreDroppedCountedAndReturnTheirCredit() {
        TestWorker receiver = worker(2);
        TestWorker sender = worker(1);
        RemoteExecutor remote = sender.to(receiver, EXECUTOR);

        remote.send(DataSection.tuples(EXECUTOR, 1, 0, 4, 3, new byte[9], 9)); // as on a feedback edge, without credit
        remote.send(ack(1, 2, 3));

        await().atMost(Duration.ofSeconds(10)).until(() -> receiver.links.lostUntracked() == 3);
        awaitNothingOut(sender);
        assertThat(remote.creditTuples()).isLessThanOrEqualTo(0);
    }

    @Test
    void manySendersLoseNothingAndNothingStaysOut() throws InterruptedException {
        FakeExecutor executor = new FakeExecutor(500, true, true);
        TestWorker receiver = worker(2).with(EXECUTOR, executor);
        TestWorker sender = worker(1);
        RemoteExecutor remote = sender.to(receiver, EXECUTOR);
        int threads = 4;
        int each = 5_000;
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            int task = t;
            new Thread(
                            () -> {
                                for (int i = 0; i < each; i++) {
                                    awaitCredit(remote);
                                    byte[] bytes =
                                            ByteBuffer.allocate(4).putInt(i).array();
                                    remote.send(DataSection.tuples(EXECUTOR, task, 0, 1, 0, bytes, 4));
                                }
                                done.countDown();
                            },
                            "sender-" + t)
                    .start();
        }
        done.await();
        await().atMost(Duration.ofSeconds(20)).until(() -> executor.arrived.size() == threads * each);
        int[] next = new int[threads];
        for (DataSection arrived : executor.arrived) {
            assertThat(number(arrived)).isEqualTo(next[arrived.senderTask]++);
        }
        awaitNothingOut(sender);
    }
}
