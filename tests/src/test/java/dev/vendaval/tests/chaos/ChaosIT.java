package dev.vendaval.tests.chaos;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The short form of the chaos suite: whatever dies alone, nothing is lost and the flow is back in time. */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("F1")
@Tag("F2")
@Tag("F3")
@Tag("F4")
@Tag("F5")
class ChaosIT {
    private final long seed = Trials.seed();
    private final Trials trials = new Trials(ChaosCluster::start, seed);

    Stream<Fault> faults() {
        Faults faults = new Faults(seed);
        return Trials.wanted(Stream.of(
                faults.nothing(),
                faults.poison(),
                faults.boltWorkerKilled(),
                faults.sourceWorkerKilled(),
                faults.oneZooKeeperKilled(),
                faults.allZooKeepersAway(Duration.ofSeconds(4)),
                faults.leaderKilled(),
                faults.supervisorReplacedThenItsWorkerKilled()));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("faults")
    void nothingIsLostAndTheFlowIsBackInTimeAfter(Fault fault) throws Exception {
        trials.run(fault);
    }

    @AfterAll
    void stop() {
        trials.close();
    }
}
