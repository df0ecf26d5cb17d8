package dev.vendaval.tests.chaos;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Hosts that die, and what looks like it: at the shortest session time-out, since all these times go by it. With the
 * default one and on hosts with a network of their own {@link LongChaosIT} tries the same. Faults of whole hosts are part
 * of the long form.
 */
@Tag("alone")
@Tag("F3")
@Timeout(600)
class HostDeathIT {
    private static final Duration SHORTEST_SESSION = Duration.ofSeconds(4);

    private final long seed = Trials.seed();

    @Test
    void theWorkersOfASupervisorThatDiesAloneAreNotMoved() throws Exception {
        Faults faults = new Faults(seed);
        try (Trials trials = new Trials(() -> ChaosCluster.startWithSession(SHORTEST_SESSION), seed)) {
            trials.run(faults.supervisorAwayFor(SHORTEST_SESSION.multipliedBy(3)));
        }
    }

    @Test
    @Tag("chaos")
    void aDeadHostsWorkersAreMoved() throws Exception {
        Faults faults = new Faults(seed);
        try (Trials trials = new Trials(() -> ChaosCluster.startWithSession(SHORTEST_SESSION), seed)) {
            trials.run(faults.hostKilled(Faults.HOST_AT_THE_SHORTEST));
            trials.run(faults.hostKilled(Faults.HOST_AT_THE_SHORTEST));
        }
    }

    @Test
    @Tag("chaos")
    void aHostCutFromNimbusAndZooKeeperIsReplacedAndItsOldWorkersEnd() throws Exception {
        assumeTrue(Network.isPermitted(), "network namespaces are not permitted here (needs root)");
        try (Trials trials = new Trials(() -> ChaosCluster.startOnHostsOfTheirOwn(SHORTEST_SESSION), seed)) {
            trials.run(HostFaults.hostFromControlPastItsSession(Duration.ofSeconds(15)));
        }
    }
}
