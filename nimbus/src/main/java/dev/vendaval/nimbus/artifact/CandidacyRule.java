package dev.vendaval.nimbus.artifact;

import java.time.Duration;

/**
 * When a Nimbus stands for election, by what it holds: all artifacts of live topologies, or else only when nobody better
 * can be had. Pure; see decision 0016.
 */
final class CandidacyRule {
    /** How long nobody must have led before one that misses something stands: time for those that miss nothing. */
    static final Duration LAST_RESORT = Duration.ofSeconds(5);

    private CandidacyRule() {}

    /** What to do about the election. */
    enum Move {
        /** Nothing. */
        STAY,
        /** Become a candidate. */
        JOIN,
        /** Give the place up to those that miss nothing. */
        LEAVE
    }

    /**
     * What this Nimbus knows.
     *
     * @param holdsAll no artifact that a live definition names is missing here
     * @param candidate it stands for election
     * @param elected it leads
     * @param otherLeads another Nimbus leads
     * @param withoutLeaderMs for how long nobody has led
     */
    record Facts(boolean holdsAll, boolean candidate, boolean elected, boolean otherLeads, long withoutLeaderMs) {}

    static Move decide(Facts facts) {
        if (facts.holdsAll()) {
            return facts.candidate() ? Move.STAY : Move.JOIN;
        }
        if (facts.candidate()) {
            return facts.otherLeads() && !facts.elected() ? Move.LEAVE : Move.STAY;
        }
        boolean nobodyElse = !facts.otherLeads() && facts.withoutLeaderMs() >= LAST_RESORT.toMillis();
        return nobodyElse ? Move.JOIN : Move.STAY;
    }
}
