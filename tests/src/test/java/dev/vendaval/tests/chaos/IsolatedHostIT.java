package dev.vendaval.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.tests.tapes.Flow;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * {@code topology.isolated} where hosts have a network of their own: of two topologies on the same hosts, the careful one
 * has {@code stop}, the other the default. At the shortest session time-out. Part of the long form.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
@Tag("chaos")
@Tag("F3")
class IsolatedHostIT {
    private static final Duration SESSION = Duration.ofSeconds(4);

    /** A worker on another host is missed after 3 s of silence, nobody for 1.5 s then; and time to clean up. */
    private static final Duration STOPPED = Duration.ofMillis(3_000 + 1_500 + 1_000);

    /** The supervisor of an isolated host would have launched a worker again several times by then. */
    private static final Duration CUT = Duration.ofSeconds(12);

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Duration POLL = Duration.ofMillis(10);
    private static final int CAREFUL_WORKERS = 2;
    private static final int CAREFUL_PER_SECOND = 1_000;
    private static final double NEARLY_ALL = 0.9;

    private ChaosCluster cluster;
    private Subject careful;
    private Subject other;
    private int submits;

    @BeforeAll
    void start() throws IOException {
        assumeTrue(Network.isPermitted(), "network namespaces are not permitted here (needs root)");
        cluster = ChaosCluster.startOnHostsOfTheirOwn(SESSION);
        other = new Subject(cluster, ChaosCluster.TOPOLOGY);
        awaitFlow(other);
    }

    /** A new one each time, since a move may put all workers of a topology on one host, with nobody on another to hear. */
    @BeforeEach
    void submit() throws IOException {
        careful = new Subject(cluster, "careful" + ++submits);
        cluster.submit(careful.name(), CAREFUL_WORKERS, CAREFUL_PER_SECOND, ChaosCluster.STOPS_IF_ISOLATED);
        awaitFlow(careful);
    }

    @AfterEach
    void kill() {
        cluster.cli().run("kill", careful.name(), "-w", "0");
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static void awaitFlow(Subject topology) throws IOException {
        int before = topology.history().ids(Kind.RECEIVED).cardinality();
        await("flow of " + topology.name())
                .atMost(SOON)
                .until(() -> topology.history().ids(Kind.RECEIVED).cardinality() > before + CAREFUL_PER_SECOND);
    }

    private List<Place> hosts() {
        return IntStream.rangeClosed(1, ChaosCluster.HOSTS)
                .mapToObj(cluster::host)
                .toList();
    }

    @Test
    @Order(1)
    void cutOffFromEverythingTheCarefulOneStopsBeforeItIsReplacedAndTheOtherRunsOnUntilTheHeal() throws Exception {
        WorkerProcess runs = workerToCutOff();
        WorkerProcess stops = onHost(careful, runs.supervisor()).get(0);
        Place host = cluster.place(runs);
        List<Place> rest = new ArrayList<>(hosts());
        rest.remove(host);
        rest.add(cluster.network().control());
        Set<Long> bystander = cluster.bystanderPids();

        try (Partition partition = Partition.between(cluster.network(), List.of(host), rest)) {
            long cut = partition.sinceNanos();
            long stopped = awaitEnd(stops);
            long replaced = awaitSuccessor(careful, cut);
            System.out.printf(
                    "cut off from everything: stopped after %.2f s, its successor began after %.2f s%n",
                    (stopped - cut) / 1e9, (replaced - cut) / 1e9);
            assertThat(Duration.ofNanos(stopped - cut)).as("ended by itself").isLessThan(STOPPED);
            assertThat(replaced - stopped)
                    .as("ns from the end of a worker to the beginning of its successor")
                    .isPositive();
            awaitSuccessor(other, cut);
            assertNoneOnHost(careful, stops.supervisor(), cut + CUT.toNanos());
            assertThat(other.pids()).as("those of the other topology").contains(runs.pid());
        }
        await("one worker process for each worker")
                .atMost(SOON)
                .until(() -> careful.workers().size() == CAREFUL_WORKERS
                        && other.workers().size() == ChaosCluster.HOSTS);
        assertThat(other.pids()).as("what was given away").doesNotContain(runs.pid());
        awaitFlow(careful);
        awaitFlow(other);
        assertWhole(careful, bystander);
        assertWhole(other, bystander);
    }

    /** Of the topology that runs on, on a host where the careful one is too, and not the bystander. */
    private WorkerProcess workerToCutOff() throws IOException {
        Set<String> hosts =
                careful.workers().stream().map(WorkerProcess::supervisor).collect(Collectors.toSet());
        return cluster.workersAwayFromBystander().stream()
                .filter(worker -> hosts.contains(worker.supervisor()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no host with both topologies and without the bystander"));
    }

    private static List<WorkerProcess> onHost(Subject topology, String supervisor) throws IOException {
        return topology.workers().stream()
                .filter(worker -> worker.supervisor().equals(supervisor))
                .toList();
    }

    private static long awaitEnd(WorkerProcess worker) {
        await(worker + " ends by itself")
                .atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .until(() -> !worker.isAlive());
        return System.nanoTime();
    }

    /** When a component of it was first made after a moment. */
    private static long awaitSuccessor(Subject topology, long since) {
        return await("what ran of " + topology.name() + " on the host that is cut off runs elsewhere")
                .atMost(SOON)
                .pollInterval(POLL.multipliedBy(20))
                .until(
                        () -> topology.history().recordings().stream()
                                .filter(recording -> recording.size() > 0)
                                .mapToLong(recording -> recording.nanos(0))
                                .filter(opened -> opened - since > 0)
                                .min(),
                        OptionalLong::isPresent)
                .orElseThrow();
    }

    private static void assertNoneOnHost(Subject topology, String supervisor, long until) {
        await("nothing is launched on a host that is cut off")
                .atMost(SOON)
                .pollInterval(POLL.multipliedBy(5))
                .failFast("launched again", () -> !onHost(topology, supervisor).isEmpty())
                .until(() -> System.nanoTime() - until >= 0);
    }

    private void assertWhole(Subject topology, Set<Long> bystander) throws IOException {
        assertThat(topology.rest()).as(topology.name()).isEmpty();
        Rest rest = new Rest(topology.pids(), topology.inFlight(), bystander, cluster.bystanderPids());
        assertThat(Checker.complaints(topology.history(), rest))
                .as("%s, logs and tapes in %s", topology.name(), cluster.directory())
                .isEmpty();
        topology.goOn();
    }

    /** All hosts: one alone would be taken for dead soon, and its workers be refused by the others. */
    @Test
    @Order(2)
    void whileHostsHearEachOtherNobodyStopsThoughNimbusAndZooKeeperAreOutOfReach() throws Exception {
        List<Subject> both = List.of(careful, other);
        assertThat(careful.workers().stream().map(WorkerProcess::supervisor))
                .as("hosts of the careful one")
                .doesNotHaveDuplicates();
        Map<Subject, Set<Long>> pids = Map.of(careful, careful.pids(), other, other.pids());
        Map<Subject, Integer> failed = Map.of(careful, failed(careful), other, failed(other));

        Place control = cluster.network().control();
        try (Partition partition = Partition.between(cluster.network(), hosts(), List.of(control))) {
            long cut = partition.sinceNanos();
            Clock.passes(cut + STOPPED.toNanos() + SESSION.toNanos() / 2);
            assertThat(states()).as("supervisors, for Nimbus").containsOnly("LOST");
            for (Subject topology : both) {
                assertThat(topology.pids()).as("workers of " + topology.name()).isEqualTo(pids.get(topology));
                History history = topology.history();
                assertThat(history.count(Kind.FAILED))
                        .as("failed trees of " + topology.name())
                        .isEqualTo(failed.get(topology));
                assertThat(Flow.of(history.firstTimes(Kind.RECEIVED)).perSecond(cut, System.nanoTime()))
                        .as("tuples/s of %s meanwhile", topology.name())
                        .isGreaterThan(NEARLY_ALL * rate(topology));
            }
        }
        await("all supervisors are back").atMost(SOON).until(() -> states().equals(Set.of("UP")));
        awaitFlow(careful);
        awaitFlow(other);
        for (Subject topology : both) {
            assertWhole(topology, cluster.bystanderPids());
        }
    }

    private static int failed(Subject topology) throws IOException {
        return topology.history().count(Kind.FAILED);
    }

    private int rate(Subject topology) {
        return topology.equals(careful) ? CAREFUL_PER_SECOND : ChaosCluster.PER_SECOND;
    }

    private Set<String> states() {
        return cluster.client().cluster().supervisors().stream()
                .map(ClusterSummary.Supervisor::state)
                .collect(Collectors.toSet());
    }
}
