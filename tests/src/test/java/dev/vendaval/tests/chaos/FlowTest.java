package dev.vendaval.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vendaval.tests.tapes.Flow;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.time.Duration;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/** A record each millisecond is a rate of 1,000 ids a second. */
class FlowTest {
    private static final double PER_SECOND = 1_000;
    private static final Duration A_FEW = Duration.ofMillis(150);

    private final Histories made = new Histories();
    private final Histories.Instance sink = made.sink(1);
    private int next;

    private void flow(int millis) {
        for (int id = 0; id < millis; id++) {
            sink.received(next, next);
            next++;
        }
    }

    private Duration recovery(long from) {
        return Flow.of(made.history().firstTimes(Kind.RECEIVED)).recovery(from, made.now(), PER_SECOND);
    }

    @Test
    void aSteadyFlowNeedsNoRecovery() {
        flow(5_000);

        assertThat(Flow.of(made.history().firstTimes(Kind.RECEIVED)).perSecond(0, made.now()))
                .isCloseTo(PER_SECOND, within(1.0));
        assertThat(recovery(0)).isZero();
    }

    @Test
    void aStandstillIsMeasuredFromTheFaultToItsEnd() {
        flow(2_000);
        long fault = made.now();
        made.pause(1_700);
        flow(3_000);

        assertThat(recovery(fault)).isCloseTo(Duration.ofMillis(1_700), A_FEW);
    }

    @Test
    void aLaterDipCountsToItsEnd() {
        long fault = made.now();
        flow(2_000);
        made.pause(500);
        flow(2_000);

        assertThat(recovery(fault)).isCloseTo(Duration.ofMillis(2_500), A_FEW);
    }

    @Test
    void aShortDipCountsOnlyInTheFirstSecondOfTheFlow() {
        long fault = made.now();
        flow(700);
        made.pause(150);
        flow(2_000);
        made.pause(200);
        flow(2_000);

        assertThat(recovery(fault)).isCloseTo(Duration.ofMillis(850 - 100), A_FEW);
        assertThat(Flow.of(made.history().firstTimes(Kind.RECEIVED))
                        .lowestPerSecond(fault + 1_000_000_000L, made.now()))
                .isCloseTo(0.8 * PER_SECOND, within(5.0));
    }

    @Test
    void aStandstillOfWhichNothingCanBeSaidDoesNotCountAndAnotherOneDoes() {
        long fault = made.now();
        flow(2_000);
        long first = made.now();
        made.pause(500);
        long firstOver = made.now();
        flow(2_000);

        LongPredicate tells = start -> start + Flow.WINDOW.toNanos() <= first || start >= firstOver;
        assertThat(recovery(fault, tells)).isZero();

        made.pause(500);
        flow(2_000);
        assertThat(recovery(fault, tells)).isCloseTo(Duration.ofMillis(5_000), A_FEW);
    }

    private Duration recovery(long from, LongPredicate tells) {
        return Flow.of(made.history().firstTimes(Kind.RECEIVED)).recovery(from, made.now(), PER_SECOND, tells);
    }

    @Test
    void whatHadArrivedBeforeIsNoFlow() {
        flow(2_000);
        long fault = made.now();
        for (int id = 0; id < 1_000; id++) {
            sink.received(id, next);
        }
        flow(2_000);

        assertThat(recovery(fault)).isCloseTo(Duration.ofSeconds(1), A_FEW);
    }

    @Test
    void aFlowThatDoesNotComeBackIsNotBackAtTheEnd() {
        flow(2_000);
        long fault = made.now();
        made.pause(4_000);
        flow(1);

        assertThat(recovery(fault)).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void theFirstWindowBackIsTheEndOfTheStandstillWhateverComesLater() {
        flow(2_000);
        long fault = made.now();
        made.pause(1_700);
        flow(3_000);
        made.pause(500);
        flow(2_000);

        assertThat(firstWindowBack(fault)).isCloseTo(Duration.ofMillis(1_700), A_FEW);
        assertThat(firstWindowBack(0)).isCloseTo(Duration.ofMillis(3_700), A_FEW);
    }

    @Test
    void withoutAStandstillThereIsNoWindowBack() {
        flow(5_000);

        assertThat(firstWindowBack(0)).isZero();
    }

    private Duration firstWindowBack(long from) {
        return Flow.of(made.history().firstTimes(Kind.RECEIVED)).firstWindowBack(from, made.now(), PER_SECOND);
    }
}
