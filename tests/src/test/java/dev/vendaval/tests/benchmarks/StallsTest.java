package dev.vendaval.tests.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StallsTest {
    private final Stalls stalls = new Stalls();

    @Test
    void theLongestTimeBetweenTwoLooksCountsAlsoIfItReachesBeyondThatTime() {
        for (long look : new long[] {0, 10, 20, 90, 100, 110}) {
            stalls.look(look);
        }

        assertThat(stalls.longest(0, 20)).isEqualTo(10);
        assertThat(stalls.longest(15, 30)).as("from 20 to 90").isEqualTo(70);
        assertThat(stalls.longest(50, 60)).isEqualTo(70);
        assertThat(stalls.longest(95, 105)).isEqualTo(10);
        assertThat(stalls.longest(0, 1_000)).isEqualTo(70);
    }

    @Test
    void withoutTwoLooksNothingIsKnown() {
        assertThat(stalls.longest(0, 100)).isZero();
        stalls.look(50);
        assertThat(stalls.longest(0, 100)).isZero();
    }
}
