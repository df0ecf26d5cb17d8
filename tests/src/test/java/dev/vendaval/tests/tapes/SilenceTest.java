package dev.vendaval.tests.tapes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SilenceTest {
    private static final long[] ARRIVALS = {100, 110, 150, 160, 400};

    @Test
    void theLongestGapThatReachesIntoTheSpanCountsAsAWhole() {
        assertThat(Silence.longest(ARRIVALS, 100, 155)).isEqualTo(40);
        assertThat(Silence.longest(ARRIVALS, 100, 170)).isEqualTo(240);
        assertThat(Silence.longest(ARRIVALS, 395, 400)).isEqualTo(240);
    }

    @Test
    void gapsBeforeAndAfterTheSpanDoNotCount() {
        assertThat(Silence.longest(ARRIVALS, 152, 158)).isEqualTo(10);
    }

    @Test
    void whoNeverCameAgainWasSilentUntilTheEnd() {
        assertThat(Silence.longest(ARRIVALS, 300, 1_000)).isEqualTo(600);
    }

    @Test
    void whoNeverCameWasNotSilent() {
        assertThat(Silence.longest(new long[0], 0, 1_000)).isZero();
        assertThat(Silence.longest(ARRIVALS, 0, 50)).isZero();
    }
}
