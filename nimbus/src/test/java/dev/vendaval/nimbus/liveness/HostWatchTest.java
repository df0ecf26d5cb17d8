package dev.vendaval.nimbus.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F3")
class HostWatchTest {
    private static final long T = 10_000;
    private static final long START = 5_000;

    private final HostWatch watch = new HostWatch(Duration.ofMillis(T), START);

    private Set<String> dead(long now, String... registered) {
        return watch.dead(Set.of("a"), Set.of(registered), now);
    }

    /** Turns of a Nimbus that never stands still. */
    private void turnsUntil(long now) {
        for (long at = START; at <= now; at += 1_000) {
            assertThat(watch.stoodStill(at)).isFalse();
        }
    }

    @Test
    void aHostIsDeadOnceNothingWasHeardOfItForTheTimeOutAndItIsNotRegistered() {
        turnsUntil(START + 3 * T);
        watch.heard("a", START + T);
        assertThat(dead(START + 2 * T - 1)).isEmpty();
        assertThat(dead(START + 2 * T)).containsExactly("a");
    }

    @Test
    void aRegisteredHostLivesThoughNothingIsHeard() {
        turnsUntil(START + 5 * T);
        assertThat(dead(START + 5 * T, "a")).isEmpty();
        assertThat(dead(START + 5 * T)).containsExactly("a");
    }

    @Test
    void aHostThatIsHeardLivesThoughItIsNotRegistered() {
        turnsUntil(START + 3 * T);
        for (long at = START; at < START + 3 * T; at += T / 2) {
            watch.heard("a", at);
            assertThat(dead(at + T / 2)).isEmpty();
        }
    }

    @Test
    void whatIsHeardLateDoesNotTakeBackWhatWasHeardSince() {
        watch.heard("a", START + 9_000);
        watch.heard("a", START + 1_000);
        assertThat(dead(START + T + 8_999)).isEmpty();
    }

    @Test
    void aNewLeaderWaitsTheWholeTimeOutForHostsItHasNeverHeardOf() {
        assertThat(dead(START + T - 1)).isEmpty();
        assertThat(dead(START + T)).containsExactly("a");
    }

    @Test
    void aWatchThatBeginsAnewWaitsAgain() {
        watch.restart(START + T);
        assertThat(dead(START + 2 * T - 1)).isEmpty();
        assertThat(dead(START + 2 * T)).containsExactly("a");
    }

    @Test
    void afterItStoodStillItselfItWaitsAgain() {
        assertThat(watch.stoodStill(START + T / 2)).isFalse();
        assertThat(watch.stoodStill(START + 3 * T)).isTrue();
        assertThat(dead(START + 3 * T)).isEmpty();
        assertThat(watch.stoodStill(START + 3 * T + 1)).isFalse();
        assertThat(dead(START + 4 * T)).containsExactly("a");
    }

    @Test
    void itSaysWhenTheNextHostDies() {
        watch.heard("b", START + 3_000);
        Set<String> both = Set.of("a", "b");
        assertThat(watch.nextDeathMs(both, both, START)).isEmpty();
        assertThat(watch.nextDeathMs(both, Set.of("a"), START)).hasValue(START + 3_000 + T);
        assertThat(watch.nextDeathMs(both, Set.of(), START)).hasValue(START + T);
        assertThat(watch.nextDeathMs(both, Set.of(), START + T)).hasValue(START + 3_000 + T);
        assertThat(watch.nextDeathMs(both, Set.of(), START + 2 * T)).isEmpty();
    }
}
