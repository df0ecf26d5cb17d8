package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class WorkRateTest {
    private static final long SECOND = 1_000_000_000L;

    private final WorkRate rate = new WorkRate(0);

    @Test
    void theRateIsThatOfTheLastLooks() {
        for (int second = 1; second <= 10; second++) {
            rate.look(second * SECOND, second * 100L);
        }
        assertThat(rate.perSecond(10 * SECOND)).isCloseTo(100, within(0.1));
        rate.look(10 * SECOND + 1_000, 1_000);
        assertThat(rate.perSecond(10 * SECOND + 1_000)).as("a look soon after").isCloseTo(100, within(0.1));

        for (int second = 11; second <= 13; second++) {
            rate.look(second * SECOND, 1_000);
        }
        assertThat(rate.perSecond(13 * SECOND)).isZero();
        assertThat(rate.millisSinceGrowth(13 * SECOND)).isEqualTo(3_000);
    }

    @Test
    void whatHasNeverGrownSaysSo() {
        rate.look(SECOND, 0);

        assertThat(rate.millisSinceGrowth(SECOND)).isEqualTo(-1);
        assertThat(rate.perSecond(SECOND)).isZero();
    }
}
