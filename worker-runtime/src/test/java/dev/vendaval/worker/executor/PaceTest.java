package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MS = 1_000_000;
    private static final boolean DRY = true;

    private final Pace pace = new Pace();

    @Test
    void ofQuickCallsItIsKnownAfterAThousandOfThem() {
        assertThat(pace.afterRound(0, MS / 2, 512, !DRY)).isZero();
        assertThat(pace.afterRound(MS / 2, 1_024_000, 512, !DRY)).isEqualTo(1_000);
        assertThat(pace.afterRound(1_024_000, 2_048_000, 1_024, !DRY)).isEqualTo(1_000);
    }

    @Test
    void aTurnOfAnotherThreadDoesNotMakeThemSlow() {
        assertThat(pace.afterRound(0, 10 * MS, 32, !DRY)).isZero();
        assertThat(pace.afterRound(10 * MS, 11 * MS, 992, !DRY)).isEqualTo(11 * MS / 1_024);
    }

    @Test
    void timeWithNothingToExecuteDoesNotCount() {
        assertThat(pace.afterRound(0, 60 * MS, 5, DRY)).isZero();
        assertThat(pace.afterRound(500 * MS, 500 * MS, 0, DRY)).isZero();
        assertThat(pace.afterRound(900 * MS, 940 * MS, 5, DRY)).isEqualTo(10 * MS);
    }

    @Test
    @Tag("A6")
    void timeOfWaitingForItsOwnReceiversCounts() {
        assertThat(pace.afterRound(0, MS / 100, 2, !DRY)).isZero();
        assertThat(pace.afterRound(100 * MS, 100 * MS, 0, !DRY)).isEqualTo(50 * MS);
        assertThat(pace.afterRound(200 * MS, 200 * MS, 0, !DRY))
                .as("nothing has been executed since")
                .isZero();
        assertThat(pace.afterRound(400 * MS, 400 * MS, 1, !DRY)).isEqualTo(300 * MS);
    }
}
