package dev.vendaval.tests.benchmarks.tally;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatencyBucketsTest {
    @Test
    void eachValueFallsIntoABucketThatEndsAtMostAThousandthAboveIt() {
        for (long value = 0; value < 100_000_000_000L; value += 1 + value / 777) {
            long highest = LatencyBuckets.highest(LatencyBuckets.index(value));
            assertThat(highest).isBetween(value, value + value / 1_024);
        }
    }

    @Test
    void bucketsFollowEachOtherWithoutGaps() {
        for (int bucket = 0; bucket < LatencyBuckets.COUNT - 1; bucket++) {
            assertThat(LatencyBuckets.index(LatencyBuckets.highest(bucket))).isEqualTo(bucket);
            assertThat(LatencyBuckets.index(LatencyBuckets.highest(bucket) + 1)).isEqualTo(bucket + 1);
        }
    }

    @Test
    void whatIsOutsideTheRangeCountsAtItsEnds() {
        assertThat(LatencyBuckets.index(-5)).isZero();
        assertThat(LatencyBuckets.index(Long.MAX_VALUE)).isEqualTo(LatencyBuckets.COUNT - 1);
    }
}
