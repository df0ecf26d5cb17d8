package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F1")
class RestartPolicyTest {
    private final RestartPolicy policy = new RestartPolicy();
    /** Close to the overflow of nanoTime, which must not matter. */
    private long now = Long.MAX_VALUE - Duration.ofSeconds(2).toNanos();

    private Duration afterThrowing() {
        return Duration.ofNanos(policy.waitAfterFailure(false, now));
    }

    private Duration afterThrowingInPrepare() {
        return Duration.ofNanos(policy.waitAfterFailure(true, now));
    }

    private void passes(Duration duration) {
        now += duration.toNanos();
    }

    @Test
    void theFirstFailureAndEachAfterASuccessHaveNoWait() {
        assertThat(afterThrowing()).isZero();
        policy.succeeded();
        assertThat(afterThrowing()).isZero();
        assertThat(afterThrowing()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatThrowsForTwentySecondsWaitsNoLongerThanASecondAndWhatGoesOnWaitsUpToThirty() {
        assertThat(afterThrowing()).isZero();
        passes(Duration.ofSeconds(20));
        assertThat(afterThrowing()).isEqualTo(Duration.ofSeconds(1));
        passes(Duration.ofSeconds(40));
        assertThat(afterThrowing()).isEqualTo(Duration.ofSeconds(3));
        passes(Duration.ofHours(1));
        assertThat(afterThrowing()).isEqualTo(Duration.ofSeconds(30));
        policy.succeeded();
        assertThat(afterThrowing()).isZero();
    }

    @Test
    void prepareIsTriedAgainWithWaitsThatDouble() {
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            assertThat(afterThrowingInPrepare()).isEqualTo(Duration.ofSeconds(seconds));
        }
        policy.succeeded();
        assertThat(afterThrowingInPrepare()).isEqualTo(Duration.ofSeconds(1));
    }
}
