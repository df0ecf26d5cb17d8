package dev.vendaval.nimbus.artifact;

import static dev.vendaval.nimbus.artifact.CandidacyRule.Move.JOIN;
import static dev.vendaval.nimbus.artifact.CandidacyRule.Move.LEAVE;
import static dev.vendaval.nimbus.artifact.CandidacyRule.Move.STAY;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who may lead with which artifacts. */
class CandidacyRuleTest {
    private static final long LONG = CandidacyRule.LAST_RESORT.toMillis();

    private static CandidacyRule.Move decide(
            boolean holdsAll, boolean candidate, boolean elected, boolean otherLeads, long withoutLeaderMs) {
        return CandidacyRule.decide(new CandidacyRule.Facts(holdsAll, candidate, elected, otherLeads, withoutLeaderMs));
    }

    @Test
    void whoHoldsAllStandsAtOnce() {
        assertThat(decide(true, false, false, true, 0)).isEqualTo(JOIN);
        assertThat(decide(true, false, false, false, 0)).isEqualTo(JOIN);
        assertThat(decide(true, true, true, false, 0)).isEqualTo(STAY);
    }

    @Test
    void whoMissesSomethingStandsOnlyWhenNobodyHasLedForAWhile() {
        assertThat(decide(false, false, false, true, 0)).isEqualTo(STAY);
        assertThat(decide(false, false, false, false, LONG - 1)).isEqualTo(STAY);
        assertThat(decide(false, false, false, false, LONG)).isEqualTo(JOIN);
    }

    @Test
    void aCandidateThatMissesSomethingLeavesWhileAnotherLeads() {
        assertThat(decide(false, true, false, true, 0)).isEqualTo(LEAVE);
    }

    @Test
    void aLeaderThatMissesSomethingGoesOnLeading() {
        assertThat(decide(false, true, true, false, 0)).isEqualTo(STAY);
        assertThat(decide(false, true, true, true, 0)).isEqualTo(STAY);
    }
}
