package dev.vendaval.worker.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times in milliseconds; T is 4 s unless said, so a tick is 100 ms. */
@Tag("A5")
class TimeoutTest {
    private static final long MILLI = 1_000_000L;
    private static final long T = 4_000;

    /** What the model knows of a tree. */
    private static final class Life {
        final long begin;
        long lastProgress;

        Life(long begin) {
            this.begin = begin;
            this.lastProgress = begin;
        }
    }

    private final Outcome outcome = new Outcome();
    private Tracker tracker = tracker(T, 0);
    private long now;

    private static Tracker tracker(long timeoutMs, long maxAgeMs) {
        return new Tracker(new RootIds(0, 0), timeoutMs * MILLI, maxAgeMs * MILLI, 0);
    }

    private void at(long ms) {
        now = ms;
        tracker.advance(ms * MILLI);
    }

    private long begin(Object messageId) {
        long root = tracker.nextRoot();
        tracker.begin(root, messageId, now * MILLI, 1, 0);
        tracker.advance(now * MILLI);
        return root;
    }

    /** The time at which the next tree times out when rounds are 1 ms apart. */
    private long nextTimeout() {
        while (tracker.sweep(1) == 0) {
            assertThat(now).as("still nothing").isLessThan(100_000);
            at(now + 1);
        }
        assertThat(tracker.pollOutcome(outcome)).isTrue();
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.TIMED_OUT);
        return now;
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "99", "100", "101", "12345"})
    void aTreeWithoutProgressFailsBetweenTAndTAndTenPercent(long begin) {
        at(begin);
        begin("a");
        assertThat(nextTimeout()).isBetween(begin + T, begin + T + T / 10);
    }

    @Test
    void anAckInTheTreeMovesTheDeadline() {
        long root = begin("a");
        at(3_950);
        tracker.ack(root, 2, 0);
        assertThat(nextTimeout()).isBetween(3_950 + T, 3_950 + T + T / 10);
    }

    @Test
    void resetTimeoutMovesTheDeadline() {
        long root = begin("a");
        at(3_999);
        tracker.resetTimeout(root);
        assertThat(nextTimeout()).isBetween(3_999 + T, 3_999 + T + T / 10);
    }

    @Test
    void resetTimeoutOfAnotherTreeDoesNot() {
        begin("a");
        long other = begin("b");
        at(2_000);
        tracker.resetTimeout(other);
        assertThat(nextTimeout()).isBetween(T, T + T / 10);
        assertThat(outcome.messageId()).isEqualTo("a");
        assertThat(nextTimeout()).isBetween(2_000 + T, 2_000 + T + T / 10);
    }

    @Test
    void progressForEverIsBoundedByTheMaximalAge() {
        tracker = tracker(T, 10_000);
        long root = begin("a");
        long end = 0;
        for (int ms = 0; end == 0 && ms < 20_000; ms += 10) {
            at(ms);
            if (tracker.sweep(1) == 1) {
                end = ms;
            } else {
                tracker.ack(root, 2, 0);
            }
        }
        assertThat(end).isBetween(10_000L, 10_000 + T / 10);
    }

    @Test
    void aMaximalAgeBelowTheTimeoutCountsToo() {
        tracker = tracker(T, 1_000);
        at(500);
        begin("a");
        assertThat(nextTimeout()).isBetween(1_500L, 1_500 + T / 10);
    }

    @Test
    void withoutMaximalAgeProgressKeepsATreeForEver() {
        long root = begin("a");
        for (int ms = 0; ms < 50_000; ms += 1_000) {
            at(ms);
            assertThat(tracker.sweep(1)).isZero();
            tracker.ack(root, 2, 0);
        }
        assertThat(tracker.pending()).isEqualTo(1);
    }

    @Test
    void whatWasEmittedAtTheEndOfALongCallHasItsFullTime() {
        at(50);
        long root = tracker.nextRoot();
        // The call lasts three seconds and emits at its end: the round's clock still says 50.
        tracker.begin(root, "late", 50 * MILLI, 1, 0);
        at(3_050);
        assertThat(nextTimeout()).isBetween(3_050 + T, 3_050 + T + T / 10);
    }

    @Test
    void aLongWaitBetweenRoundsIsNotTakenForProgress() {
        begin("a");
        at(3_900);
        assertThat(nextTimeout()).isBetween(T, T + T / 10);
    }

    @Test
    void aSweepTimesOutNoMoreThanAsked() {
        for (int i = 0; i < 1_000; i++) {
            begin(i);
        }
        at(2 * T);
        int rounds = 0;
        while (tracker.pending() > 0) {
            assertThat(tracker.sweep(256)).isPositive().isLessThanOrEqualTo(256);
            rounds++;
        }
        assertThat(rounds).isEqualTo(4);
        assertThat(tracker.undelivered()).isEqualTo(1_000);
    }

    @Test
    void theNextSweepIsDueWhenTheEarliestDeadlineIs() {
        assertThat(tracker.nextSweepNanos()).isEqualTo(Long.MAX_VALUE);
        begin("a");
        assertThat(tracker.nextSweepNanos()).isBetween(T * MILLI, (T + T / 10) * MILLI);
        at(3_000);
        begin("b");
        at(tracker.nextSweepNanos() / MILLI);
        assertThat(tracker.sweep(10)).isEqualTo(1);
        assertThat(tracker.sweep(10)).isZero();
        assertThat(tracker.nextSweepNanos()).isBetween((3_000 + T) * MILLI, (3_000 + T + T / 10) * MILLI);
    }

    @Test
    void aShortTimeoutStillHasTicksOfAMillisecond() {
        tracker = tracker(20, 0);
        begin("a");
        assertThat(nextTimeout()).isBetween(20L, 22L);
    }

    @ParameterizedTest
    @CsvSource({"1,0", "2,0", "3,0", "4,0", "5,15000", "6,15000", "7,15000", "8,15000"})
    void randomTreesNeverFailBeforeTAndNeverAfterTAndTenPercent(long seed, long maxAge) {
        SplittableRandom random = new SplittableRandom(seed);
        tracker = tracker(T, maxAge);
        Map<Long, Life> lives = new HashMap<>();
        for (int round = 0; round < 30_000; round++) {
            at(now + random.nextInt(10));
            if (random.nextInt(20) == 0) {
                long root = tracker.nextRoot();
                tracker.begin(root, root, now * MILLI, 1, 0);
                lives.put(root, new Life(now));
            }
            lives.forEach((root, life) -> {
                if (random.nextInt(400) == 0) {
                    tracker.ack(root, 2, 0);
                    life.lastProgress = now;
                }
            });
            tracker.sweep(8);
            while (tracker.pollOutcome(outcome)) {
                Life life = Objects.requireNonNull(lives.remove((Long) outcome.messageId()));
                long age = now - life.begin;
                long idle = now - life.lastProgress;
                assertThat(idle >= T || (maxAge > 0 && age >= maxAge))
                        .as("not before its time")
                        .isTrue();
                assertThat(idle).isLessThanOrEqualTo(T + T / 10);
                if (maxAge > 0) {
                    assertThat(age).isLessThanOrEqualTo(maxAge + T / 10);
                }
            }
        }
        assertThat(tracker.pending()).isEqualTo(lives.size()).isPositive();
    }
}
