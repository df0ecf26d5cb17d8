package dev.vendaval.worker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a receiver makes of hellos and frames that are not as they should be. */
@Timeout(60)
class LinkGreetingTest {
    private static final int EXECUTOR = 7;
    private static final Incarnation SENDER = new Incarnation(1, 1, 5);

    private final FakeExecutor executor = new FakeExecutor(1000, true, true);
    private final TestWorker receiver = new TestWorker(2, 3, 0).with(EXECUTOR, executor);
    private final RawSender sender = new RawSender(receiver);

    @AfterEach
    void close() {
        sender.close();
        receiver.close();
    }

    private void assertRefused(Hello hello, String secret, HelloReply.Reason reason) throws InterruptedException {
        HelloReply reply = sender.open(hello, secret);
        assertThat(reply).isInstanceOf(HelloReply.Refused.class);
        assertThat(((HelloReply.Refused) reply).reason()).isEqualTo(reason);
    }

    private Hello hello() {
        return RawSender.hello(receiver, Lane.CONTROL, SENDER, 100);
    }

    @Test
    void refusesAnotherSecret() throws InterruptedException {
        assertRefused(hello(), "guessed", HelloReply.Reason.SECRET);
    }

    @Test
    void refusesAnotherSchema() throws InterruptedException {
        Hello right = hello();
        assertRefused(copy(right, 1, 99, right.topologyId(), right.receiver()), "secret", HelloReply.Reason.SCHEMA);
    }

    @Test
    void refusesAnotherTopologyProtocolOrReceiver() throws InterruptedException {
        Hello right = hello();
        assertRefused(
                copy(right, 1, TestWorker.SCHEMA, "topology-2", right.receiver()),
                "secret",
                HelloReply.Reason.TOPOLOGY);
        assertRefused(
                copy(right, 2, TestWorker.SCHEMA, right.topologyId(), right.receiver()),
                "secret",
                HelloReply.Reason.PROTOCOL);
        assertRefused(
                copy(right, 1, TestWorker.SCHEMA, right.topologyId(), new Incarnation(4, 1, 0)),
                "secret",
                HelloReply.Reason.RECEIVER);
        assertRefused(
                copy(right, 1, TestWorker.SCHEMA, right.topologyId(), new Incarnation(2, 9, 0)),
                "secret",
                HelloReply.Reason.RECEIVER);
    }

    private static Hello copy(Hello from, int protocol, long schema, String topology, Incarnation receiver) {
        return new Hello(
                protocol,
                protocol,
                from.lane(),
                schema,
                topology,
                from.sender(),
                receiver,
                from.session(),
                1,
                1,
                1,
                List.of());
    }

    @Test
    void refusesAnOlderLifeOfTheSenderAndReplacesItByANewerOne() throws InterruptedException {
        sender.openBoth(SENDER, 100);
        Incarnation older = new Incarnation(1, 1, 4);
        Incarnation newer = new Incarnation(1, 1, 6);
        try (RawSender zombie = new RawSender(receiver);
                RawSender successor = new RawSender(receiver)) {
            HelloReply reply = zombie.open(RawSender.hello(receiver, Lane.CONTROL, older, 101), "secret");
            assertThat(reply)
                    .isInstanceOfSatisfying(
                            HelloReply.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(HelloReply.Reason.SENDER));

            successor.openBoth(newer, 102);

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !sender.call(Lane.CONTROL).ended.isEmpty());
        }
    }

    @Test
    void refusesADataLaneWithoutItsControlLane() throws InterruptedException {
        assertRefused(RawSender.hello(receiver, Lane.DATA, SENDER, 100), "secret", HelloReply.Reason.SESSION);
    }

    @Test
    void refusesAnOlderAttemptOfTheSameLifeOnEitherLane() throws InterruptedException {
        assertThat(sender.open(RawSender.hello(receiver, Lane.CONTROL, SENDER, 100, 3), "secret"))
                .isInstanceOf(HelloReply.Accepted.class);
        try (RawSender late = new RawSender(receiver)) {
            for (Lane lane : Lane.values()) {
                HelloReply reply = late.open(RawSender.hello(receiver, lane, SENDER, 100, 2), "secret");
                assertThat(reply)
                        .isInstanceOfSatisfying(
                                HelloReply.Refused.class,
                                refused -> assertThat(refused.reason()).isEqualTo(HelloReply.Reason.ATTEMPT));
            }
        }
        assertThat(sender.open(RawSender.hello(receiver, Lane.DATA, SENDER, 100, 3), "secret"))
                .isInstanceOf(HelloReply.Accepted.class);
        assertThat(sender.call(Lane.CONTROL).ended).isEmpty();
    }

    @Test
    void refusesAHelloThatCameBeforeOnEitherLane() throws InterruptedException {
        sender.openBoth(SENDER, 100, 3);
        try (RawSender replaying = new RawSender(receiver)) {
            HelloReply control = replaying.open(RawSender.hello(receiver, Lane.CONTROL, SENDER, 100, 3), "secret");
            assertThat(control)
                    .isInstanceOfSatisfying(
                            HelloReply.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(HelloReply.Reason.ATTEMPT));
            HelloReply data = replaying.open(RawSender.hello(receiver, Lane.DATA, SENDER, 100, 3), "secret");
            assertThat(data)
                    .isInstanceOfSatisfying(
                            HelloReply.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(HelloReply.Reason.SESSION));
        }

        sender.send(Lane.DATA, frame(1, 1));

        await().atMost(Duration.ofSeconds(10)).until(() -> executor.arrived.size() == 1);
        assertThat(sender.call(Lane.CONTROL).ended).isEmpty();
    }

    @Test
    void aNewLifeOfTheSenderMayBeginWithItsFirstAttempt() throws InterruptedException {
        assertThat(sender.open(RawSender.hello(receiver, Lane.CONTROL, SENDER, 100, 3), "secret"))
                .isInstanceOf(HelloReply.Accepted.class);
        try (RawSender successor = new RawSender(receiver)) {
            successor.openBoth(new Incarnation(1, 1, 6), 200);
        }
    }

    private static byte[] frame(long sequence, int number) {
        DataFramer framer = new DataFramer();
        framer.add(DataSection.tuples(EXECUTOR, 1, 0, 1, 0, new byte[] {(byte) number}, 1));
        return Objects.requireNonNull(framer.next(sequence));
    }

    @Test
    void aRepeatedFrameIsDroppedAndAGapResetsTheLink() throws InterruptedException {
        sender.openBoth(SENDER, 100);
        sender.send(Lane.DATA, frame(1, 1));
        sender.send(Lane.DATA, frame(1, 1));
        sender.send(Lane.DATA, frame(2, 2));
        sender.send(Lane.DATA, frame(1, 1));
        await().atMost(Duration.ofSeconds(10)).until(() -> executor.arrived.size() == 2);

        sender.send(Lane.DATA, frame(4, 4));

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(sender.call(Lane.DATA).ended).isNotEmpty();
            assertThat(sender.call(Lane.CONTROL).ended)
                    .allSatisfy(why -> assertThat(why).contains("gap"))
                    .isNotEmpty();
        });
        assertThat(executor.arrived).hasSize(2);
    }

    @Test
    void aFrameThatCannotBeReadResetsTheLinkAndTheNextOneWorks() throws InterruptedException {
        SplittableRandom random = new SplittableRandom(42);
        for (int round = 0; round < 60; round++) {
            byte[] broken = round % 2 == 0 ? frame(1, 1) : new byte[random.nextInt(80) + 1];
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            Lane lane = random.nextBoolean() ? Lane.DATA : Lane.CONTROL;
            try (RawSender each = new RawSender(receiver)) {
                each.openBoth(SENDER, 1000 + round, 1 + round);
                each.send(lane, broken);
            }
        }
        executor.arrived.clear();

        try (TestWorker healthy = new TestWorker(1, 6, 0)) {
            RemoteExecutor remote = healthy.to(receiver, EXECUTOR);
            await().atMost(Duration.ofSeconds(10)).until(() -> remote.creditTuples() > 0);
            remote.send(DataSection.tuples(EXECUTOR, 77, 0, 1, 0, new byte[] {1}, 1));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> executor.arrived.stream().anyMatch(section -> section.senderTask == 77));
        }
    }

    @Test
    void everyBrokenDataFrameIsAnErrorOrSomeSectionsAndNeverAnythingElse() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] broken = frame(1, 1);
            int changes = 1 + random.nextInt(8);
            for (int i = 0; i < changes; i++) {
                broken[9 + random.nextInt(broken.length - 9)] = (byte) random.nextInt(256);
            }
            int cut = random.nextInt(4) == 0 ? 9 + random.nextInt(broken.length - 9) : broken.length;
            byte[] frame = Arrays.copyOf(broken, cut);
            try {
                new DataFrameReader(1 << 20)
                        .read(
                                frame,
                                section -> assertThat(section.offset + section.length)
                                        .isLessThanOrEqualTo(section.bytes.length));
            } catch (MalformedFrameException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void aPieceThatDoesNotFollowIsAnError() {
        DataFramer framer = new DataFramer();
        byte[] large = new byte[DataFramer.CHUNK * 2 + 5];
        framer.add(DataSection.tuples(EXECUTOR, 1, 0, 1, 0, large, large.length));
        byte[] first = Objects.requireNonNull(framer.next(1));
        assertThat(framer.next(2)).isNotNull();
        byte[] third = Objects.requireNonNull(framer.next(3));
        assertThat(framer.next(4)).isNull();
        DataFrameReader reader = new DataFrameReader(1 << 20);
        reader.read(first, section -> {
            throw new AssertionError("not complete yet");
        });

        assertThatThrownBy(() -> reader.read(third, section -> {}))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("does not follow");
        assertThatThrownBy(() -> new DataFrameReader(DataFramer.CHUNK).read(first, section -> {}))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessageContaining("allows");
    }

    @Test
    void aSenderThatIsRefusedKeepsTryingAndSendsNothing() {
        try (TestWorker stranger = new TestWorker(1, 5, 0, "guessed", TestWorker.SCHEMA)) {
            RemoteExecutor remote = stranger.to(receiver, EXECUTOR);
            await().during(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> remote.creditTuples() == 0);
            assertThat(executor.arrived).isEmpty();
            assertThat(stranger.links.creditsOut()).isZero();
        }
    }
}
