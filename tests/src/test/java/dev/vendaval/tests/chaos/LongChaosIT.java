package dev.vendaval.tests.chaos;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The long form, behind the profile {@code chaos}. Each supervisor is a host with a network of its own where that is
 * permitted; else the faults that need it are skipped.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("chaos")
@Tag("F6")
@Tag("F8")
class LongChaosIT {
    private static final Duration SHORTEST_SESSION = Duration.ofSeconds(4);

    private final long seed = Trials.seed();
    private final boolean hosts = Network.isPermitted();
    private final Trials trials = new Trials(hosts ? ChaosCluster::startOnHostsOfTheirOwn : ChaosCluster::start, seed);

    Stream<Fault> faults() {
        Faults faults = new Faults(seed);
        return Trials.wanted(Stream.of(
                faults.nothing(),
                faults.boltWorkerKilled(),
                faults.sourceWorkerKilled(),
                faults.fourKillsInAMinute(),
                faults.supervisorReplacedThenItsWorkerKilled(),
                faults.supervisorKilledThenItsWorker(),
                faults.hostKilled(Faults.HOST),
                faults.leaderKilled(),
                faults.leaderKilledDuringSubmit(),
                faults.leaderKilledDuringKill(),
                faults.leaderStoppedPastItsSession(),
                faults.oneZooKeeperKilled(),
                faults.allZooKeepersAway(Duration.ofSeconds(60)),
                faults.workerStoppedShortly(),
                faults.workerStoppedForLong(),
                faults.linkCut(),
                faults.slowConsumer(),
                faults.poison(),
                faults.everyTupleThrows()));
    }

    Stream<Fault> faultsOfHosts() {
        return Trials.wanted(HostFaults.all().stream());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("faults")
    void nothingIsLostAndTheFlowIsBackInTimeAfter(Fault fault) throws Exception {
        trials.run(fault);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("faultsOfHosts")
    void nothingIsLostAndTheFlowIsBackInTimeAfterAPartition(Fault fault) throws Exception {
        if (!hosts) {
            trials.skip(fault, "network namespaces are not permitted here (needs root)");
        }
        assumeTrue(hosts, "network namespaces are not permitted here");
        trials.run(fault);
    }

    @Test
    void withTheShortestSessionAWholeHostIsReplacedSooner() throws Exception {
        Fault fault = new Faults(seed).hostKilled(Faults.HOST_AT_THE_SHORTEST);
        assumeTrue(Trials.wanted(Stream.of(fault)).findAny().isPresent(), "another fault was asked for");
        try (Trials shortest = new Trials(() -> ChaosCluster.startWithSession(SHORTEST_SESSION), seed)) {
            shortest.run(fault);
        }
    }

    @AfterAll
    void stop() {
        trials.close();
    }
}
