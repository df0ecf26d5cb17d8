package dev.vendaval.worker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OutgoingLaneTest {
    private static final long RING = 64L << 20;

    private final Deque<Runnable> linksThread = new ArrayDeque<>();
    private final DataFramer framer = new DataFramer();
    private final List<String> broken = new ArrayList<>();
    private final OutgoingLane lane = new OutgoingLane(framer, RING, linksThread::add, broken::add);

    private static class FakeSink implements FrameSink {
        final List<byte[]> frames = new ArrayList<>();
        int room = Integer.MAX_VALUE;

        @Override
        public boolean isReady() {
            return frames.size() < room;
        }

        @Override
        public void send(byte[] frame) {
            frames.add(frame);
        }

        List<Long> sequences() {
            return frames.stream()
                    .map(frame -> DataFrameReader.sequence(frame, FrameKind.DATA))
                    .toList();
        }
    }

    private void add(int bytes) {
        framer.add(DataSection.tuples(1, 2, 3, 1, 0, new byte[bytes], bytes));
    }

    @Test
    void whatGatheredWhileTheConnectionWasFullLeavesInOneFrame() {
        FakeSink sink = new FakeSink();
        sink.room = 1;
        lane.connect(sink, 1);
        for (int i = 0; i < 100; i++) {
            add(1000);
            lane.drain();
        }
        assertThat(sink.frames).hasSize(1);

        sink.room = 10;
        lane.drain();

        assertThat(sink.frames).hasSize(2);
        assertThat(sink.frames.get(1)).hasSizeGreaterThan(32 * 1024);
        assertThat(lane.unacknowledged()).isEqualTo(2);
        lane.acknowledged(sink, 2);
        assertThat(lane.unacknowledged()).isZero();
    }

    @Test
    void oneCallerDoesNotWorkForOthersWithoutEnd() {
        FakeSink sink = new FakeSink();
        for (int i = 0; i < 100; i++) {
            add(DataFramer.CHUNK);
        }
        lane.connect(sink, 1);
        int turn = sink.frames.size();
        assertThat(turn * (long) DataFramer.CHUNK)
                .isBetween((long) OutgoingLane.BYTES_PER_TURN - DataFramer.CHUNK, (long) OutgoingLane.BYTES_PER_TURN);
        lane.drain();
        assertThat(sink.frames).hasSize(turn);

        runLinksThread();
        assertThat(sink.frames).hasSizeGreaterThanOrEqualTo(100);
        assertThat(lane.unacknowledged()).isEqualTo(sink.frames.size());
    }

    @Test
    @Tag("F6")
    void theNextConnectionGoesOnWithTheFrameThatTheReceiverWants() {
        add(1);
        lane.drain();
        assertThat(lane.unacknowledged()).isEqualTo(1);
        FakeSink first = new FakeSink();
        lane.connect(first, 1);
        add(1);
        lane.drain();
        lane.disconnect();
        add(1);
        lane.drain();
        FakeSink second = new FakeSink();
        assertThat(lane.canResumeAt(2)).isTrue();
        lane.connect(second, 2);

        assertThat(first.sequences()).containsExactly(1L, 2L);
        assertThat(second.sequences()).containsExactly(2L, 3L);
        assertThat(second.frames.get(0)).isEqualTo(first.frames.get(1));
        lane.acknowledged(second, 3);
        assertThat(lane.unacknowledged()).isZero();
        assertThat(lane.canResumeAt(3)).as("it has been freed").isFalse();
        assertThat(lane.canResumeAt(4)).isTrue();
        assertThat(lane.canResumeAt(5)).as("it was never made").isFalse();
    }

    @Test
    @Tag("F6")
    void noFrameIsMadeWhileTheRingIsFullAndAnAcknowledgementGoesOn() {
        OutgoingLane small = new OutgoingLane(framer, 2L * DataFramer.CHUNK, linksThread::add, broken::add);
        FakeSink sink = new FakeSink();
        small.connect(sink, 1);
        for (int i = 0; i < 10; i++) {
            add(DataFramer.CHUNK - 1000);
            small.drain();
        }
        assertThat(sink.frames).hasSize(2);

        small.acknowledged(sink, 1);
        assertThat(sink.frames).hasSize(3);

        for (long sequence = 2; sequence <= 10; sequence++) {
            small.acknowledged(sink, sequence);
        }
        assertThat(sink.sequences()).hasSize(10).isSorted().doesNotHaveDuplicates();
        assertThat(small.unacknowledged()).isZero();
    }

    @Test
    void anHeirThatFailsCostsNothingButWhatItWasGiven() {
        FakeSink sink = new FakeSink();
        lane.connect(sink, 1);
        add(1);
        lane.drain();
        add(2);
        lane.drain();
        lane.disconnect();
        List<Long> frames = new ArrayList<>();
        lane.abandon(
                frame -> {
                    frames.add(frame.sequence());
                    throw new IllegalStateException("thrown by the test");
                },
                () -> {});
        lane.drain();
        assertThat(frames).containsExactly(1L, 2L);
    }

    @Test
    void whatIsAbandonedGoesToTheHeirAndSoDoesWhatComesTooLate() {
        FakeSink sink = new FakeSink();
        lane.connect(sink, 1);
        add(1);
        lane.drain();
        lane.acknowledged(sink, 1);
        add(2);
        lane.drain();
        lane.disconnect();
        add(3);
        List<Long> frames = new ArrayList<>();
        List<Integer> waiting = new ArrayList<>();
        lane.abandon(
                frame -> frames.add(frame.sequence()), () -> framer.leaveTo(section -> waiting.add(section.length)));
        add(4);
        lane.drain();

        assertThat(frames).containsExactly(2L);
        assertThat(waiting).containsExactly(3, 4);
    }

    @Test
    void aLaneIsStalledWhileWhatWasSentIsNotAcknowledgedAndNoLonger() {
        FakeSink sink = new FakeSink();
        lane.connect(sink, 1);
        assertThat(lane.stalledFor(100)).isZero();
        assertThat(lane.stalledFor(500)).isZero(); // nothing was sent
        add(1);
        lane.drain();
        add(1);
        lane.drain();
        assertThat(lane.stalledFor(700)).isEqualTo(200);
        lane.acknowledged(sink, 1);
        assertThat(lane.stalledFor(900)).isZero(); // progress
        assertThat(lane.stalledFor(1000)).isEqualTo(100);
        lane.acknowledged(sink, 2);
        assertThat(lane.stalledFor(1100)).isZero();
        assertThat(lane.stalledFor(9000)).isZero();
        lane.disconnect();
        assertThat(lane.stalledFor(10_000)).isZero();
    }

    @Test
    void whatComesLateForOneConnectionAcknowledgesNothingOfTheNext() {
        FakeSink first = new FakeSink();
        lane.connect(first, 1);
        FakeSink second = new FakeSink();
        lane.connect(second, 1);
        add(1);
        lane.drain();

        lane.acknowledged(first, 1_000);

        assertThat(lane.unacknowledged()).isEqualTo(1);
        assertThat(lane.stalledFor(100)).isZero();
        assertThat(lane.stalledFor(500)).isEqualTo(400);
    }

    private void runLinksThread() {
        while (!linksThread.isEmpty()) {
            linksThread.remove().run();
        }
    }

    private static class ThrowingSink extends FakeSink {
        @Override
        public void send(byte[] frame) {
            super.send(frame);
            throw new IllegalStateException("call was cancelled");
        }
    }

    @Test
    void aSinkThatThrowsIsNotUsedAgainAndTheOwnerHearsOfIt() {
        FakeSink sink = new ThrowingSink();
        lane.connect(sink, 1);
        add(1);
        lane.drain();
        add(1);
        lane.drain();
        runLinksThread();

        assertThat(sink.frames).hasSize(1);
        assertThat(broken).hasSize(1).first().asString().contains("call was cancelled");
    }

    @Test
    void aSinkThatThrowsWhileTheLinkIsBeingClosedIsNoNews() {
        lane.connect(new ThrowingSink(), 1);
        add(1);
        lane.drain();
        lane.disconnect();
        runLinksThread();

        assertThat(broken).isEmpty();
    }

    /** Fails once. */
    private static Framer faultyFramer(Supplier<RuntimeException> fault) {
        AtomicInteger calls = new AtomicInteger();
        return new Framer() {
            @Override
            public byte @Nullable [] next(long sequence) {
                if (calls.incrementAndGet() == 1) {
                    throw fault.get();
                }
                return calls.get() == 2 ? new byte[] {1} : null;
            }

            @Override
            public boolean isEmpty() {
                return false;
            }
        };
    }

    @Test
    void anErrorOfTheFramerIsSaidGoesOnToTheLinksThreadAndTheNextConnectionWorks() {
        Framer faulty = faultyFramer(() -> {
            throw new AssertionError("framer's fault");
        });
        OutgoingLane control = new OutgoingLane(faulty, RING, linksThread::add, broken::add);
        control.connect(new FakeSink(), 1);
        assertThatThrownBy(this::runLinksThread).isInstanceOf(AssertionError.class);
        assertThat(broken).hasSize(1).first().asString().contains("framer's fault");

        FakeSink next = new FakeSink();
        control.connect(next, 1);

        assertThat(next.frames).hasSize(1);
    }

    @Test
    void aFaultOfTheFramerIsSaidAndTheNextConnectionWorks() {
        Framer faulty = faultyFramer(() -> new ArrayIndexOutOfBoundsException("framer's fault"));
        OutgoingLane control = new OutgoingLane(faulty, RING, linksThread::add, broken::add);
        control.connect(new FakeSink(), 1);
        runLinksThread();
        assertThat(broken).hasSize(1).first().asString().contains("framer's fault");

        FakeSink next = new FakeSink();
        control.connect(next, 1);

        assertThat(next.frames).hasSize(1);
    }

    @Test
    void everyBrokenControlFrameIsAnErrorOrSomeSectionsAndNeverAnythingElse() {
        Incarnation sender = new Incarnation(1, 1, 1);
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 20_000; round++) {
            ControlFramer control = new ControlFramer(sender);
            control.open(7);
            control.add(new ControlSection(ControlSection.Kind.ACK, 7, new long[] {1, 2, 3}, 3, 0));
            byte[] frame = Objects.requireNonNull(control.next(1));
            ByteBuffer bytes = ByteBuffer.wrap(frame);
            for (int i = random.nextInt(6); i >= 0; i--) {
                bytes.put(9 + random.nextInt(frame.length - 9), (byte) random.nextInt(256));
            }
            try {
                ControlFrameReader.read(frame, sender, new ControlFrameReader.Listener() {
                    @Override
                    public void opened(int executor) {}

                    @Override
                    public void section(ControlSection section) {
                        assertThat(section.data).hasSize(section.length);
                    }
                });
            } catch (MalformedFrameException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void controlThatWaitsForAConnectionIsBoundedAndWhatIsDroppedIsCounted() {
        ControlFramer control = new ControlFramer(new Incarnation(1, 1, 1));
        long[] many = new long[300_000];
        for (int i = 0; i < 10; i++) {
            control.add(new ControlSection(ControlSection.Kind.ACK, 7, many, many.length, 0));
        }
        assertThat(control.dropped()).isPositive();
        int frames = 0;
        while (control.next(++frames) != null) {
            assertThat(frames).isLessThan(1000);
        }
        control.add(new ControlSection(ControlSection.Kind.ACK, 7, many, many.length, 0));
        assertThat(control.isEmpty()).isFalse();
    }
}
