package dev.vendaval.protocol.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LatenciesTest {
    @Test
    void nothingRecordedTakesNoBytes() {
        assertThat(new LatencyRecorder().encode()).isEmpty();
        assertThat(Latencies.merge(List.of())).isEqualTo(LatencySummary.NONE);
        assertThat(Latencies.merge(List.of(new byte[0], new LatencyRecorder().encode())))
                .isEqualTo(LatencySummary.NONE);
    }

    @Test
    void severalRecordersAreMergedByCount() {
        LatencyRecorder quick = new LatencyRecorder();
        LatencyRecorder slow = new LatencyRecorder();
        quick.record(100, 90);
        slow.record(50_000, 9);
        slow.record(1_000_000, 1);

        LatencySummary summary = Latencies.merge(List.of(quick.encode(), new byte[0], slow.encode()));

        assertThat(summary.count()).isEqualTo(100);
        assertThat(summary.p50()).isCloseTo(100, within(1L));
        assertThat(summary.p99()).isCloseTo(50_000, within(500L));
        assertThat(summary.max()).isCloseTo(1_000_000, within(10_000L));
    }

    @Test
    void encodingIsCumulative() {
        LatencyRecorder recorder = new LatencyRecorder();
        recorder.record(5, 1);
        byte[] before = recorder.encode();
        recorder.record(3_000_000, 2);

        assertThat(Latencies.merge(List.of(before)).count()).isEqualTo(1);
        assertThat(Latencies.merge(List.of(recorder.encode())).count()).isEqualTo(3);
    }

    @Test
    void valuesOutOfRangeCountAtItsEnds() {
        LatencyRecorder recorder = new LatencyRecorder();
        recorder.record(-5, 1);
        recorder.record(Long.MAX_VALUE, 1);
        recorder.record(7, 0);

        LatencySummary summary = Latencies.merge(List.of(recorder.encode()));

        assertThat(summary.count()).isEqualTo(2);
        assertThat(summary.p50()).isZero();
        assertThat(summary.max()).isCloseTo(3_600_000_000L, within(36_000_000L));
    }

    @Test
    void bytesThatAreNoHistogramAreRefused() {
        assertThatThrownBy(() -> Latencies.merge(List.of(new byte[] {1, 2, 3})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 bytes");
    }
}
