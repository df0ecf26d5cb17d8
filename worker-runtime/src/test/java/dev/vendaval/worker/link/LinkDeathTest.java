package dev.vendaval.worker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What links do about the end of a worker's life, and what tells it from a broken connection. */
@Timeout(60)
class LinkDeathTest {
    private static final int EXECUTOR = 7;

    private final List<TestWorker> workers = new ArrayList<>();

    @AfterEach
    void close() {
        workers.forEach(TestWorker::close);
    }

    private TestWorker worker(int index, long launch, int port) {
        TestWorker worker = new TestWorker(index, launch, port);
        workers.add(worker);
        return worker;
    }

    private static DataSection untracked(int number) {
        byte[] bytes = ByteBuffer.allocate(4).putInt(number).array();
        return DataSection.tuples(EXECUTOR, 1, 0, 1, 1, bytes, bytes.length);
    }

    private static int number(DataSection section) {
        return ByteBuffer.wrap(section.bytes, section.offset, section.length).getInt();
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(10)).until(condition);
    }

    private static void awaitCredit(RemoteExecutor remote) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> remote.creditTuples() > 0);
    }

    @Test
    @Tag("F2")
    void onADeathWhatWasHandedOverIsDroppedAndCountedAndTheSuccessorGetsOnlyWhatIsNew() {
        FakeExecutor executor = new FakeExecutor(100, true, false);
        TestWorker receiver = worker(2, 1, 0).with(EXECUTOR, executor);
        TestWorker sender = worker(1, 1, 0);
        RemoteExecutor remote = sender.to(receiver, EXECUTOR);
        awaitCredit(remote);
        long bit = remote.touchBit();
        remote.send(untracked(1));
        soon(() -> sender.links.unackedFrames() == 0);
        int port = receiver.address().port();
        receiver.close();
        soon(() -> remote.creditTuples() == 0);
        remote.send(untracked(2)); // as on a feedback edge
        assertThat(remote.sendWithinCredit(List.of(untracked(3)), bit))
                .as("held")
                .isZero();
        assertThat(sender.links.lostUntracked()).isZero();

        sender.links.died(receiver.incarnation());
        soon(() -> sender.deaths.number() == 1);
        assertThat(sender.links.lostUntracked()).isEqualTo(1);
        assertThat(sender.links.creditsOut()).isZero();
        assertThat(remote.touchBit()).isZero();
        assertThat(remote.sendAll(List.of(untracked(3)), bit))
                .as("for the dead")
                .isFalse();

        FakeExecutor successor = new FakeExecutor(100, true, true);
        TestWorker next = worker(2, 2, port).with(EXECUTOR, successor);
        awaitCredit(remote);
        assertThat(remote.touchBit()).isEqualTo(next.incarnation().touchBit());
        assertThat(remote.sendWithinCredit(List.of(untracked(3)), bit)).isZero();
        assertThat(remote.sendWithinCredit(List.of(untracked(3)), remote.touchBit()))
                .isEqualTo(1);
        soon(() -> successor.arrived.size() == 1);
        assertThat(number(successor.arrived.element())).isEqualTo(3);
        sender.links.died(receiver.incarnation());
        sender.links.died(receiver.incarnation());
        await().during(Duration.ofMillis(100)).atMost(Duration.ofSeconds(5)).until(() -> sender.deaths.number() == 1);
    }

    @Test
    @Tag("F2")
    void aHelloOfANewerLifeIsTheDeathOfTheOlderAndEveryPeerIsToldBeforeItsNumberIsUsed() {
        FakeExecutor here = new FakeExecutor(100, true, true);
        TestWorker acker = worker(3, 1, 0).with(EXECUTOR, here);
        TestWorker teller = worker(1, 1, 0).with(EXECUTOR, new FakeExecutor(100, true, true));
        awaitCredit(teller.to(acker, EXECUTOR));
        TestWorker first = worker(2, 1, 0);
        awaitCredit(first.to(teller, EXECUTOR));

        first.close();
        TestWorker second = worker(2, 2, 0);
        awaitCredit(second.to(teller, EXECUTOR));

        soon(() -> teller.deaths.number() == 1);
        soon(() -> acker.deaths.isDead(new Incarnation(2, 1, 1)));
        soon(() -> acker.deaths.refusedBits(1, 1) == 0);
        assertThat(acker.deaths.refusedBits(1, 0)).isEqualTo(new Incarnation(2, 1, 1).touchBit());
    }

    @Test
    @Tag("F2")
    void whoHearsOfTheNextLifesDeathFirstKnowsOfThatOfTheLifeItHasMetToo() {
        Incarnation unmet = new Incarnation(2, 1, 2);
        TestWorker met = worker(2, 1, 0).with(EXECUTOR, new FakeExecutor(100, true, true));
        TestWorker sender = worker(1, 1, 0);
        awaitCredit(sender.to(met, EXECUTOR));

        sender.links.died(unmet);

        soon(() -> sender.deaths.number() == 2);
        assertThat(sender.deaths.bitsAfter(0)).isEqualTo(met.incarnation().touchBit() | unmet.touchBit());
        assertThat(sender.deaths.bitsAfter(1)).as("in the order of the lives").isEqualTo(unmet.touchBit());
    }

    @Test
    @Tag("F2")
    void aLifeThatIsKnownToBeOverIsRefusedAndEnds() {
        TestWorker receiver = worker(2, 1, 0).with(EXECUTOR, new FakeExecutor(100, true, true));
        TestWorker zombie = worker(1, 1, 0);
        receiver.links.died(zombie.incarnation());
        soon(() -> receiver.deaths.number() == 1);

        zombie.to(receiver, EXECUTOR).creditTuples();

        soon(() -> !zombie.ended.isEmpty());
        assertThat(zombie.ended.element()).isInstanceOf(FencedException.class).hasMessageContaining("died");
    }

    @Test
    @Tag("F2")
    void nothingOfTheDeadIsTakenInOnceItsDeathIsKnownThoughItsConnectionStands() {
        FakeExecutor executor = new FakeExecutor(100, true, true);
        TestWorker receiver = worker(2, 1, 0).with(EXECUTOR, executor);
        TestWorker zombie = worker(1, 1, 0);
        RemoteExecutor remote = zombie.to(receiver, EXECUTOR);
        awaitCredit(remote);
        remote.send(untracked(1));
        soon(() -> executor.arrived.size() == 1);

        receiver.links.died(zombie.incarnation());
        soon(() -> receiver.deaths.number() == 1);
        remote.send(untracked(2));
        remote.send(new ControlSection(ControlSection.Kind.FAIL, EXECUTOR, new long[] {5}, 1, 0));

        soon(() -> !zombie.ended.isEmpty());
        assertThat(executor.arrived).hasSize(1);
        assertThat(executor.control).isEmpty();
    }

    @Test
    @Tag("F2")
    void aWorkerThatIsDeclaredDeadEnds() {
        TestWorker worker = worker(1, 3, 0);
        worker.links.died(new Incarnation(1, 1, 2));
        worker.links.died(new Incarnation(5, 1, 9));
        soon(() -> worker.deaths.number() == 2);
        assertThat(worker.ended).isEmpty();

        worker.links.died(worker.incarnation());

        soon(() -> !worker.ended.isEmpty());
    }

    @Test
    @Tag("F2")
    void aNewerLeaseIsTheDeathOfWhoHadTheSlotBefore() {
        TestWorker receiver = worker(2, 4, 0).with(EXECUTOR, new FakeExecutor(100, true, true));
        TestWorker sender = worker(1, 1, 0);
        awaitCredit(sender.to(receiver, EXECUTOR));

        sender.links.placed(receiver.slot());
        sender.links.placed(slot(receiver, 2));

        soon(() -> sender.deaths.isDead(receiver.incarnation()));
        assertThat(sender.deaths.number()).isEqualTo(1);
    }

    /** The same place under another lease. */
    private static WorkerSlot slot(TestWorker worker, long lease) {
        WorkerSlot slot = worker.slot();
        return new WorkerSlot(slot.index(), slot.supervisorId(), slot.host(), slot.port(), lease);
    }

    /** What a worker has that lost its slot and got no other. */
    private static WorkerSlot none(int index, long lease) {
        return new WorkerSlot(index, "", "", LinkEnds.NO_PORT, lease);
    }

    private TestWorker moved(int index, long lease) {
        TestWorker worker = TestWorker.leased(index, lease);
        workers.add(worker);
        return worker;
    }

    @Test
    @Tag("F3")
    void aWorkerWithANewSlotIsReachedThereAndNothingGoesToItsOlderLifeThoughThatLives() {
        FakeExecutor before = new FakeExecutor(100, true, true);
        TestWorker zombie = worker(2, 1, 0).with(EXECUTOR, before);
        TestWorker sender = worker(1, 1, 0);
        RemoteExecutor remote = sender.to(zombie, EXECUTOR);
        awaitCredit(remote);
        remote.send(untracked(1));
        await().atMost(Duration.ofSeconds(10)).until(() -> before.arrived.size() == 1);

        FakeExecutor after = new FakeExecutor(100, true, true);
        TestWorker next = moved(2, 5).with(EXECUTOR, after);
        sender.links.placed(next.slot());

        await().atMost(Duration.ofSeconds(10)).until(() -> sender.deaths.isDead(zombie.incarnation()));
        awaitCredit(remote);
        remote.send(untracked(2));
        await().atMost(Duration.ofSeconds(10)).until(() -> after.arrived.size() == 1);
        assertThat(number(after.arrived.element())).isEqualTo(2);
        assertThat(before.arrived).hasSize(1);
        assertThat(sender.deaths.number()).isEqualTo(1);
    }

    @Test
    @Tag("F3")
    void whatIsForAWorkerWithoutASlotWaitsUntilItHasOne() {
        TestWorker gone = worker(2, 1, 0).with(EXECUTOR, new FakeExecutor(100, true, true));
        TestWorker sender = worker(1, 1, 0);
        RemoteExecutor remote = sender.to(gone, EXECUTOR);
        awaitCredit(remote);
        ControlSection kept = new ControlSection(ControlSection.Kind.FAIL, EXECUTOR, new long[] {5}, 1, 0);
        sender.links.placed(none(2, 3));
        await().atMost(Duration.ofSeconds(10)).until(() -> sender.deaths.isDead(gone.incarnation()));
        assertThat(remote.creditTuples()).isZero();
        remote.send(kept);

        FakeExecutor after = new FakeExecutor(100, true, true);
        TestWorker next = moved(2, 4).with(EXECUTOR, after);
        sender.links.placed(none(2, 3));
        sender.links.placed(next.slot());

        await().atMost(Duration.ofSeconds(10)).until(() -> after.control.size() == 1);
        awaitCredit(remote);
    }

    @Test
    @Tag("F3")
    void anExecutorThatHadNoSlotWhenItWasFirstAskedForIsReachedOnceItHasOne() {
        TestWorker sender = worker(1, 1, 0);
        RemoteExecutor remote = sender.links.remote(none(2, 3), EXECUTOR);
        assertThat(remote.creditTuples()).isZero();
        sender.links.open();

        FakeExecutor after = new FakeExecutor(100, true, true);
        sender.links.placed(moved(2, 4).with(EXECUTOR, after).slot());

        awaitCredit(remote);
        remote.send(untracked(1));
        await().atMost(Duration.ofSeconds(10)).until(() -> after.arrived.size() == 1);
    }

    @Test
    @Tag("F3")
    void aLifeWhoseSlotWasGivenAwayIsRefusedAndEndsThoughNobodyHereHadMetIt() {
        TestWorker receiver = worker(2, 1, 0).with(EXECUTOR, new FakeExecutor(100, true, true));
        TestWorker zombie = worker(1, 1, 0);
        receiver.links.placed(slot(zombie, 2));

        zombie.to(receiver, EXECUTOR).creditTuples();
        zombie.links.open();

        await().atMost(Duration.ofSeconds(10)).until(() -> !zombie.ended.isEmpty());
        assertThat(zombie.ended.element()).isInstanceOf(FencedException.class);
        assertThat(receiver.deaths.number())
                .as("deaths of which trees may tell")
                .isZero();
    }

    @Test
    @Tag("F3")
    void theDeathOfALifeNobodyHereHadMetCountsOnceItIsNamed() {
        TestWorker worker = worker(1, 1, 0);
        Incarnation gone = new Incarnation(2, 1, 7);
        worker.links.placed(new WorkerSlot(2, "supervisor", "127.0.0.1", 1, 2));
        worker.links.died(gone);

        await().atMost(Duration.ofSeconds(10)).until(() -> worker.deaths.number() == 1);
        assertThat(worker.deaths.bitsAfter(0)).isEqualTo(gone.touchBit());
    }

    @Test
    @Tag("F3")
    void aWorkerThatIsAskedForUnderALaterLeaseEndsOnceThatIsProven() {
        TestWorker zombie = worker(2, 1, 0).with(EXECUTOR, new FakeExecutor(100, true, true));
        TestWorker sender = worker(1, 1, 0);
        sender.links.remote(slot(zombie, 2), EXECUTOR).creditTuples();
        sender.links.open();

        await().atMost(Duration.ofSeconds(10)).until(() -> !zombie.ended.isEmpty());
        assertThat(zombie.ended.element()).isInstanceOf(FencedException.class).hasMessageContaining("2.2.0");
    }

    @Test
    @Tag("F3")
    void aWorkerThatLearnsThatItsOwnSlotHasALaterLeaseEnds() {
        TestWorker worker = worker(1, 1, 0);
        worker.links.placed(worker.slot());
        worker.links.placed(slot(worker, 2));

        await().atMost(Duration.ofSeconds(10)).until(() -> worker.ended.size() == 1);
        assertThat(worker.ended.element()).isInstanceOf(FencedException.class);
    }

    @Test
    @Tag("F2")
    void theEndOfAWorkerThatHasLeftIsNoDeath() {
        TestWorker stays = worker(2, 1, 0).with(EXECUTOR, new FakeExecutor(100, true, true));
        TestWorker leaves = worker(1, 1, 0);
        awaitCredit(leaves.to(stays, EXECUTOR));

        leaves.links.leave();
        soon(() -> stays.deaths.hasLeft(leaves.incarnation()));
        leaves.close();
        stays.links.died(leaves.incarnation());
        stays.links.died(new Incarnation(5, 1, 1));

        soon(() -> stays.deaths.isDead(new Incarnation(5, 1, 1)));
        assertThat(stays.deaths.number()).isEqualTo(1);
        assertThat(stays.deaths.isOver(leaves.incarnation())).isTrue();
    }

    @Test
    @Tag("F6")
    void aFrameThatBreaksTheLinkTwiceCostsWhatWasUnderWayAndNoCreditAndTheRestGoesOn() {
        FakeExecutor executor = new FakeExecutor(1_000, true, true);
        executor.refuse(section -> number(section) == 5);
        TestWorker receiver = worker(2, 1, 0).with(EXECUTOR, executor);
        TestWorker sender = worker(1, 1, 0);
        RemoteExecutor remote = sender.to(receiver, EXECUTOR);
        awaitCredit(remote);
        for (int number = 0; number < 20; number++) {
            remote.send(untracked(number));
            int sent = number + 1;
            if (number < 5) {
                soon(() -> executor.arrived.size() == sent);
            }
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> sender.links.unackedFrames() == 0);
        assertThat(sender.lost).extracting(LinkDeathTest::number).contains(5);
        awaitCredit(remote);
        remote.send(untracked(20));
        soon(() -> executor.arrived.stream().anyMatch(section -> number(section) == 20));
        executor.consume();
        soon(() -> sender.links.creditsOut() == 0);
        List<Integer> arrived =
                executor.arrived.stream().map(LinkDeathTest::number).toList();
        assertThat(arrived).doesNotContain(5).doesNotHaveDuplicates().isSorted();
        assertThat(arrived.size() + sender.links.lostUntracked()).isGreaterThanOrEqualTo(20);
        assertThat(sender.deaths.number()).isZero();
    }

    @Test
    @Tag("F6")
    void aReceiverThatLivesAndDoesNotKnowHowFarTheSessionHadGotCostsWhatWasUnderWayAndNoMore() {
        FakeExecutor executor = new FakeExecutor(1_000, true, true);
        TestWorker before = worker(2, 1, 0).with(EXECUTOR, executor);
        int port = before.address().port();
        TestWorker sender = worker(1, 1, 0);
        WorkerSlot slot = before.slot();
        RemoteExecutor remote = sender.links.remote(slot, EXECUTOR);
        awaitCredit(remote);
        remote.send(untracked(1));
        soon(() -> sender.links.unackedFrames() == 0);
        before.close();
        soon(() -> remote.creditTuples() == 0);
        remote.send(untracked(2));
        remote.send(new ControlSection(ControlSection.Kind.ACK, EXECUTOR, new long[] {77, 1}, 2, 0));

        worker(2, 1, port).with(EXECUTOR, executor); // the same life, with nothing in its memory

        await().atMost(Duration.ofSeconds(20)).until(() -> sender.lost.size() == 1);
        assertThat(number(sender.lost.element())).isEqualTo(2);
        soon(() -> executor.control.size() == 1);
        assertThat(executor.control.element().kind).isEqualTo(ControlSection.Kind.FAIL);
        assertThat(executor.control.element().data).containsExactly(77);
        awaitCredit(remote);
        remote.send(untracked(3));
        soon(() -> executor.arrived.size() == 2);
        assertThat(sender.links.lostUntracked()).isEqualTo(1);
    }

    @Test
    @Tag("F2")
    void theDeathOfAnEarlierLifeOfItsOwnIsNumberedAndToldSoThatNobodyCountsWhatWentThere() {
        FakeExecutor executor = new FakeExecutor(1_000, true, true);
        TestWorker other = worker(2, 1, 0).with(EXECUTOR, executor);
        TestWorker reborn = worker(1, 3, 0);
        awaitCredit(reborn.to(other, EXECUTOR));

        reborn.links.died(new Incarnation(1, 1, 2));

        soon(() -> reborn.deaths.isDead(new Incarnation(1, 1, 2)));
        soon(() -> other.deaths.isDead(new Incarnation(1, 1, 2)));
        assertThat(reborn.deaths.number()).isEqualTo(1);
        assertThat(reborn.ended).isEmpty();
    }
}
