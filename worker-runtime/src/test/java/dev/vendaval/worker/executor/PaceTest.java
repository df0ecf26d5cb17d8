package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long MS = 1_000_000;
    private static final boolean DRY = true;
    private static final int ROOM = 8192;

    private final Pace pace = new Pace();

    @Test
    void ofQuickCallsItIsKnownAfterAThousandOfThem() {
        assertThat(pace.afterRound(0, MS / 2, 512, !DRY, ROOM)).isZero();
        assertThat(pace.afterRound(MS / 2, 1_024_000, 512, !DRY, ROOM)).isEqualTo(1_000);
        assertThat(pace.afterRound(1_024_000, 2_048_000, 1_024, !DRY, ROOM)).isEqualTo(1_000);
    }

    @Test
    @Tag("A6")
    void whoHasLittleRoomIsLookedAtAfterAsManyCalls() {
        assertThat(pace.afterRound(0, MS / 100, 7, !DRY, 8)).isZero();
        assertThat(pace.afterRound(MS / 100, MS / 50, 1, !DRY, 8)).isEqualTo(MS / 50 / 8);
    }

    @Test
    void aTurnOfAnotherThreadDoesNotMakeThemSlow() {
        assertThat(pace.afterRound(0, 10 * MS, 32, !DRY, ROOM)).isZero();
        assertThat(pace.afterRound(10 * MS, 11 * MS, 992, !DRY, ROOM)).isEqualTo(11 * MS / 1_024);
    }

    @Test
    void timeWithNothingToExecuteDoesNotCount() {
        assertThat(pace.afterRound(0, 60 * MS, 5, DRY, ROOM)).isZero();
        assertThat(pace.afterRound(500 * MS, 500 * MS, 0, DRY, ROOM)).isZero();
        assertThat(pace.afterRound(900 * MS, 940 * MS, 5, DRY, ROOM)).isEqualTo(10 * MS);
    }

    @Test
    @Tag("A6")
    void timeOfWaitingForItsOwnReceiversCounts() {
        assertThat(pace.afterRound(0, MS / 100, 2, !DRY, ROOM)).isZero();
        assertThat(pace.afterRound(100 * MS, 100 * MS, 0, !DRY, ROOM)).isEqualTo(50 * MS);
        assertThat(pace.afterRound(200 * MS, 200 * MS, 0, !DRY, ROOM))
                .as("nothing has been executed since")
                .isZero();
        assertThat(pace.afterRound(400 * MS, 400 * MS, 1, !DRY, ROOM)).isEqualTo(300 * MS);
    }
}
