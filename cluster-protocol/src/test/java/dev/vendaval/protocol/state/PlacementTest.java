package dev.vendaval.protocol.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.protocol.SampleRecords;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final Assignment FIRST = SampleRecords.assignment("wc-1", 1);
    private static final Assignment SECOND = SampleRecords.assignment("wc-1", 2);
    private static final Placement STABLE = Placement.stable(FIRST);
    private static final Placement PREPARING = STABLE.preparing(SECOND, "request", Duration.ofSeconds(3));

    @Test
    void theNextAssignmentIsKnownBeforeTheSwitchAndThePreviousDuringIt() {
        assertThat(STABLE.next()).isNull();
        assertThat(PREPARING.assignment()).isEqualTo(FIRST);
        assertThat(PREPARING.next()).isEqualTo(SECOND);
        assertThat(PREPARING.pausing().next()).isEqualTo(SECOND);
        Placement switching = PREPARING.switching();
        assertThat(switching.assignment()).isEqualTo(SECOND);
        assertThat(switching.next()).isNull();
        assertThat(switching.previous()).isEqualTo(FIRST);
        assertThat(switching.settled()).isEqualTo(Placement.stable(SECOND));
    }

    @Test
    void aRolledBackAssignmentUsesItsVersionUp() {
        Placement aborted = PREPARING.aborted("a worker died");

        assertThat(aborted.isChanging()).isFalse();
        assertThat(aborted.next()).isNull();
        assertThat(aborted.assignment()).isEqualTo(FIRST);
        assertThat(aborted.nextVersion()).isEqualTo(3);
        assertThatThrownBy(() -> aborted.preparing(SECOND, "request", null)).isInstanceOf(IllegalStateException.class);
        assertThat(aborted.preparing(SampleRecords.assignment("wc-1", 3), "request", null)
                        .isChanging())
                .isTrue();
    }

    @Test
    void afterTheCommitThereIsOnlyForward() {
        Placement switching = PREPARING.switching();

        assertThatThrownBy(() -> switching.aborted("too late"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SWITCHING");
        assertThatThrownBy(() -> switching.preparing(SampleRecords.assignment("wc-1", 3), "request", null))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> PREPARING.settled()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> STABLE.switching()).isInstanceOf(IllegalStateException.class);
    }
}
