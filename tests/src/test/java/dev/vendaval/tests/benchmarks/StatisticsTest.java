package dev.vendaval.tests.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void theMedianIsTheMiddleOfTheSorted() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
        assertThat(Statistics.median(List.of(9.0, 1.0, 5.0, 7.0))).isEqualTo(6);
        assertThat(Statistics.median(List.of(3.0))).isEqualTo(3);
    }

    @Test
    void minimumAndMaximumDoNotDependOnTheOrder() {
        assertThat(Statistics.min(List.of(9.0, 1.0, 5.0))).isEqualTo(1);
        assertThat(Statistics.max(List.of(1.0, 9.0, 5.0))).isEqualTo(9);
    }

    @Test
    void ratiosAreThoseOfPairs() {
        assertThat(Statistics.ratios(List.of(10.0, 20.0, 30.0), List.of(3.0, 4.0)))
                .containsExactly(3.333, 5.0);
    }

    @Test
    void ofNothingThereIsNone() {
        assertThatThrownBy(() -> Statistics.median(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
