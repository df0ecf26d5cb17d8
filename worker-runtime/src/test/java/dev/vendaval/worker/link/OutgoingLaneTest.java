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
import org.junit.jupiter.api.Test;

class OutgoingLaneTest {
    private final Deque<Runnable> linksThread = new ArrayDeque<>();
    private final DataFramer framer = new DataFramer();
    private final List<String> broken = new ArrayList<>();
    private final OutgoingLane lane = new OutgoingLane(framer, linksThread::add, broken::add);

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
        lane.connect(sink);
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
        lane.connect(sink);
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
    void everyConnectionIsNumberedFromOneAndWithoutOneThingsWait() {
        add(1);
        lane.drain();
        assertThat(lane.unacknowledged()).isEqualTo(1);
        FakeSink first = new FakeSink();
        lane.connect(first);
        add(1);
        lane.drain();
        lane.disconnect();
        add(1);
        lane.drain();
        FakeSink second = new FakeSink();
        lane.connect(second);

        assertThat(first.sequences()).containsExactly(1L, 2L);
        assertThat(second.sequences()).containsExactly(1L);
    }

    @Test
    void aLaneIsStalledWhileWhatWasSentIsNotAcknowledgedAndNoLonger() {
        FakeSink sink = new FakeSink();
        lane.connect(sink);
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
        lane.connect(first);
        FakeSink second = new FakeSink();
        lane.connect(second);
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
        lane.connect(sink);
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
        lane.connect(new ThrowingSink());
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
            public void restart() {}

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
        OutgoingLane control = new OutgoingLane(faulty, linksThread::add, broken::add);
        control.connect(new FakeSink());
        assertThatThrownBy(this::runLinksThread).isInstanceOf(AssertionError.class);
        assertThat(broken).hasSize(1).first().asString().contains("framer's fault");

        FakeSink next = new FakeSink();
        control.connect(next);

        assertThat(next.frames).hasSize(1);
    }

    @Test
    void aFaultOfTheFramerIsSaidAndTheNextConnectionWorks() {
        Framer faulty = faultyFramer(() -> new ArrayIndexOutOfBoundsException("framer's fault"));
        OutgoingLane control = new OutgoingLane(faulty, linksThread::add, broken::add);
        control.connect(new FakeSink());
        runLinksThread();
        assertThat(broken).hasSize(1).first().asString().contains("framer's fault");

        FakeSink next = new FakeSink();
        control.connect(next);

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
