package dev.vendaval.worker.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Fields;
import dev.vendaval.api.Values;
import dev.vendaval.worker.tuple.RuntimeTuple;
import dev.vendaval.worker.tuple.TupleSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rings, ready bits, windows. */
class InboxTest {
    private final Wakeup owner = new Wakeup();
    private final Parking loop = new Parking();
    private final Inbox inbox = new Inbox(owner, task -> task >= 100);

    private static TupleBatch batch(int sender, int number) {
        TupleBatch batch = new TupleBatch(1);
        TupleSource source = new TupleSource("c", sender, "default", new Fields("n"));
        batch.add(new RuntimeTuple(source, new Values(number), 1, 0, 0));
        return batch;
    }

    private static DataSection section(int senderTask, int count) {
        return DataSection.tuples(1, senderTask, 0, count, 0, new byte[10 * count], 10 * count);
    }

    @Test
    @Tag("F7")
    void manySendersAtOnceLoseNothingAndKeepTheirOrder() throws InterruptedException {
        owner.moveTo(loop);
        int senders = 100;
        int each = 2_000;
        List<Thread> threads = new ArrayList<>();
        for (int sender = 0; sender < senders; sender++) {
            LocalRing ring = inbox.localRing(new Wakeup(), sender % 2 == 0);
            int me = sender;
            threads.add(new Thread(() -> send(ring, me, each), "sender-" + sender));
        }
        threads.forEach(Thread::start);

        int[] next = new int[senders];
        int taken = 0;
        while (taken < senders * each) {
            Delivery delivery = inbox.pollFeedback();
            if (delivery == null) {
                delivery = inbox.pollOutside();
            }
            if (delivery == null) {
                parkIfNothingComes();
                continue;
            }
            RuntimeTuple tuple = ((TupleBatch) delivery).take(0);
            assertThat(tuple.getValue(0)).isEqualTo(next[tuple.getSourceTask()]++);
            taken++;
        }
        for (Thread thread : threads) {
            thread.join(5_000);
        }

        assertThat(inbox.pollOutside()).isNull();
        assertThat(inbox.queuedTuples()).isZero();
    }

    private static void send(LocalRing ring, int sender, int count) {
        for (int i = 0; i < count; i++) {
            TupleBatch batch = batch(sender, i);
            while (!ring.offer(batch)) {
                LockSupport.parkNanos(1_000);
            }
        }
    }

    /** Parks for ever if a wake-up is lost, so the test would hang. */
    private void parkIfNothingComes() {
        loop.announce();
        if (owner.take()) {
            loop.withdraw();
        } else {
            loop.park(10_000_000_000L);
        }
    }

    @Test
    void sendersTakeTurns() {
        List<LocalRing> rings = new ArrayList<>();
        for (int sender = 0; sender < 130; sender++) {
            LocalRing ring = inbox.localRing(new Wakeup(), false);
            ring.offer(batch(sender, 0));
            ring.offer(batch(sender, 1));
            rings.add(ring);
        }

        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 260; i++) {
            order.add(((TupleBatch) taken(inbox.pollOutside())).take(0).getSourceTask());
        }

        assertThat(order.subList(0, 64)).doesNotHaveDuplicates();
        assertThat(rings).allMatch(LocalRing::hasRoom);
        assertThat(inbox.queuedTuples()).isZero();
    }

    /** The executor turns out to be as quick as any. */
    private void quick() {
        for (int i = 0; i < 12; i++) {
            inbox.setPace(1);
        }
    }

    private static Delivery taken(@Nullable Delivery delivery) {
        assertThat(delivery).isNotNull();
        if (delivery == null) {
            throw new AssertionError("nothing there");
        }
        return delivery;
    }

    @Test
    @Tag("F8")
    void aSenderThatAskedIsWokenWhenHalfOfTheRingIsFree() {
        Wakeup sender = new Wakeup();
        quick();
        LocalRing ring = inbox.localRing(sender, false);
        int room = 0;
        while (ring.offer(batch(1, room))) {
            room++;
        }
        assertThat(room).isEqualTo(LocalRing.CAPACITY_BATCHES);
        Parking loop = new Parking();
        sender.moveTo(loop);
        sender.take();
        ring.wantRoom();
        loop.announce();

        for (int i = 0; i < room / 2; i++) {
            taken(inbox.pollOutside());
        }
        inbox.endRound();

        long before = System.nanoTime();
        loop.park(10_000_000_000L);
        assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
        assertThat(ring.hasRoom()).isTrue();
    }

    @Test
    @Tag("F8")
    void aSlowReceiverHasRoomForFewTuplesOfASenderAndWakesItWhenHalfOfThemAreTaken() {
        Wakeup sender = new Wakeup();
        LocalRing ring = inbox.localRing(sender, false);
        inbox.setPace(25_000_000);
        assertThat(ring.roomTuples()).isEqualTo(4);
        int offered = 0;
        while (ring.offer(batch(1, offered))) {
            offered++;
        }
        assertThat(offered).isEqualTo(4);
        assertThat(ring.hasRoom()).isFalse();
        Parking loop = new Parking();
        sender.moveTo(loop);
        sender.take();
        ring.wantRoom();
        loop.announce();

        taken(inbox.pollOutside());
        inbox.endRound();
        assertThat(sender.take()).as("woken for a quarter").isFalse();
        taken(inbox.pollOutside());
        inbox.endRound();

        assertThat(sender.take()).as("woken for half").isTrue();
        assertThat(ring.hasRoom()).isTrue();

        quick();
        while (ring.offer(batch(1, offered))) {
            offered++;
        }
        assertThat(inbox.queuedTuples()).isEqualTo(LocalRing.CAPACITY_BATCHES);
    }

    @Test
    @Tag("F8")
    void aLinkIsToldOfConsumptionByQuartersOfTheWindowAndOfAllWhenIdle() {
        AtomicInteger grants = new AtomicInteger();
        InboundRing ring = inbox.ring("link", grants::incrementAndGet);
        quick();
        assertThat(ring.ready()).isFalse();
        inbox.prepared();
        assertThat(ring.ready()).isTrue();
        assertThat(grants).hasValue(1);
        assertThat(ring.windowTuples()).isEqualTo(128);

        ring.offer(section(1, 20));
        taken(inbox.pollOutside());
        inbox.endRound();
        assertThat(grants).as("20 of 128 are not worth a message").hasValue(1);
        inbox.idle();
        assertThat(grants).hasValue(2);
        ring.offer(section(1, 40));
        taken(inbox.pollOutside());
        inbox.endRound();
        assertThat(grants).hasValue(3);

        assertThat(ring.consumedTuples()).isEqualTo(60);
        assertThat(ring.consumedBytes()).isEqualTo(600);
        assertThat(inbox.ring("link", () -> {})).isSameAs(ring);
    }

    @Test
    @Tag("F7")
    void whatWaitsOfOneWorkerIsKnownHeldOrNot() {
        SenderWorker worker = new SenderWorker(3);
        assertThat(inbox.isEmptyFrom(worker)).as("never heard of").isTrue();
        InboundRing ring = inbox.ring(worker, () -> {});
        inbox.ring(new SenderWorker(4), () -> {}).offer(section(1, 1));
        taken(inbox.pollOutside());
        assertThat(inbox.isEmptyFrom(worker)).isTrue();

        ring.offer(section(1, 1));
        assertThat(inbox.isEmptyFrom(worker)).isFalse();
        taken(inbox.pollOutside());
        assertThat(inbox.isEmptyFrom(worker)).isTrue();

        inbox.holds().begin(1);
        ring.offer(DataSection.end(1, 1, 1, 2));
        assertThat(inbox.pollOutside()).as("held").isNull();
        assertThat(inbox.isEmptyFrom(worker)).isFalse();
    }

    @Test
    @Tag("F8")
    void whatIsSentBeyondTheWindowIsTakenAndCounted() {
        InboundRing ring = inbox.ring("link", () -> {});
        quick();
        assertThat(ring.windowTuples()).isEqualTo(128);
        for (int i = 0; i < 10; i++) {
            ring.offer(section(1, 64));
        }

        assertThat(inbox.overdrafts()).isEqualTo(8);
        assertThat(inbox.queuedTuples()).isEqualTo(640);
    }

    @Test
    @Tag("F8")
    void whatWasGrantedFromALargerWindowIsNotBeyondTheSmallerOneOfNow() {
        InboundRing ring = inbox.ring("link", () -> {});
        quick();
        inbox.setWindow(1_000);
        assertThat(ring.windowTuples()).isEqualTo(1_000);
        inbox.setWindow(128);
        for (int i = 0; i < 15; i++) {
            ring.offer(section(1, 64));
        }

        assertThat(inbox.overdrafts()).isZero();
    }

    @Test
    void feedbackOfALinkIsSetApartAndTakenByItself() {
        InboundRing ring = inbox.ring("link", () -> {});
        ring.offer(section(1, 3));
        ring.offer(section(100, 4));

        assertThat(inbox.queuedFeedbackTuples()).isEqualTo(4);
        assertThat(taken(inbox.pollFeedback()).tupleCount()).isEqualTo(4);
        assertThat(inbox.pollFeedback()).isNull();
        assertThat(taken(inbox.pollOutside()).tupleCount()).isEqualTo(3);
    }

    @Test
    void theWindowOfALinkFollowsTheServiceRateWithinItsBounds() {
        InboundRing ring = inbox.ring("link", () -> {});
        quick();
        inbox.setWindow(1_000);
        assertThat(ring.windowTuples()).isEqualTo(1_000);
        inbox.setWindow(1_100);
        assertThat(ring.windowTuples()).as("a small change is not worth it").isEqualTo(1_000);
        inbox.setWindow(1);
        assertThat(ring.windowTuples()).isEqualTo(Inbox.MIN_WINDOW_TUPLES);
        inbox.setWindow(1_000_000);
        assertThat(ring.windowTuples()).isEqualTo(Inbox.MAX_WINDOW_TUPLES);
    }

    @Test
    @Tag("A6")
    void theRoomOfEachSenderIsWhatTheExecutorDoesInATenthOfASecond() {
        LocalRing ring = inbox.localRing(new Wakeup(), false);
        InboundRing link = inbox.ring("link", () -> {});
        inbox.setWindow(1_000_000);
        assertThat(ring.roomTuples()).as("until it is known").isEqualTo(Inbox.FIRST_ROOM_TUPLES);
        assertThat(link.windowTuples()).isEqualTo(Inbox.FIRST_ROOM_TUPLES);
        inbox.setPace(5_000_000);
        assertThat(ring.roomTuples()).as("it grows to the double at most").isEqualTo(16);
        inbox.setPace(4_000_000);
        assertThat(ring.roomTuples()).isEqualTo(25);
        assertThat(link.windowTuples()).isEqualTo(25);
        assertThat(ring.offer(batch(1, 0))).isTrue();
        assertThat(ring.roomTuples()).as("one of them is taken").isEqualTo(24);
        inbox.setPace(1_000_000_000);
        assertThat(link.windowTuples())
                .as("it shrinks to half of it at most: the machine may have stood still")
                .isEqualTo(12);
        inbox.setPace(1_000_000_000);
        inbox.setPace(1_000_000_000);
        inbox.setPace(1_000_000_000);
        assertThat(ring.roomTuples()).isEqualTo(1);
        assertThat(link.windowTuples()).isEqualTo(2);
        quick();
        assertThat(ring.roomTuples()).isEqualTo(TupleBatch.CAPACITY);
        assertThat(link.windowTuples()).isEqualTo(Inbox.MAX_WINDOW_TUPLES);
    }

    @Test
    void oneThatArrivesWithAChangeHasRoomForWhatComesBeforeItsTasks() {
        Inbox arriving = Inbox.ofArriving(new Wakeup(), task -> false);
        InboundRing link = arriving.ring("link", () -> {});
        assertThat(arriving.roomTuples()).isEqualTo(Inbox.MIN_WINDOW_TUPLES);
        assertThat(link.windowTuples()).isEqualTo(Inbox.MIN_WINDOW_TUPLES);
    }

    @Test
    void aRingOfAFeedbackEdgeHasRoomHoweverSlowTheReceiverIs() {
        LocalRing ring = inbox.localRing(new Wakeup(), true);
        inbox.setPace(1_000_000_000);
        for (int i = 0; i < 100; i++) {
            assertThat(ring.offer(batch(1, i))).isTrue();
        }
        assertThat(ring.roomTuples()).isEqualTo(TupleBatch.CAPACITY);
    }
}
