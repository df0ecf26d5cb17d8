package dev.vendaval.protocol.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentKind;
import dev.vendaval.api.ComponentMemory;
import dev.vendaval.api.Topology;
import dev.vendaval.protocol.SampleRecords;
import dev.vendaval.protocol.config.ZooKeeperSettings;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.ClusterStateContract;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.LeadershipListener;
import dev.vendaval.protocol.state.NimbusRecord;
import dev.vendaval.protocol.state.Registration;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

final class ZooKeeperClusterStateTest extends ClusterStateContract {
    private static TestingServer server;
    private static int roots;

    private final String root = "/test-" + roots++ + "/vendaval";

    @BeforeAll
    static void startServer() throws Exception {
        server = new TestingServer();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @Override
    protected ClusterState open() {
        return ZooKeeperClusterState.connect(settings());
    }

    private ZooKeeperSettings settings() {
        return new ZooKeeperSettings(List.of(server.getConnectString()), root, Duration.ofSeconds(4));
    }

    private ZooKeeperClusterState zooKeeperState() {
        return (ZooKeeperClusterState) state;
    }

    private static void expireSession(ZooKeeperClusterState state) throws Exception {
        state.client()
                .curator()
                .getZookeeperClient()
                .getZooKeeper()
                .getTestable()
                .injectSessionExpiration();
    }

    private Set<String> nodes(String path) {
        ZooKeeperClient client = zooKeeperState().client();
        return client.children(path).stream()
                .flatMap(child -> {
                    Set<String> below = nodes(path + "/" + child);
                    below.add(path + "/" + child);
                    return below.stream();
                })
                .collect(Collectors.toSet());
    }

    @Test
    void afterARemovalNothingOfTheTopologyIsLeft() {
        LeaderEpoch epoch = lead();
        Set<String> before = nodes(root);
        state.createTopology(epoch, SampleRecords.definition("wc"), TopologyState.of(TopologyStatus.ACTIVE));
        state.writeAssignment(epoch, SampleRecords.assignment("wc-1", 1));
        assertThat(nodes(root)).contains(root + "/names/wc", root + "/topologies/wc-1/assignment");

        state.removeTopology(epoch, "wc-1");

        assertThat(nodes(root)).isEqualTo(before);
    }

    @Test
    void aDefinitionThatDoesNotFitIsRefusedWithASentence() {
        LeaderEpoch epoch = lead();
        byte[] incompressible = new byte[1 << 20];
        new Random(1).nextBytes(incompressible);
        TopologyDefinition sample = SampleRecords.definition("wc");
        Topology large = Topology.of(
                List.of(new ComponentDefinition(
                        "s",
                        ComponentKind.SPOUT,
                        "x.Y",
                        incompressible,
                        1,
                        null,
                        Map.of(),
                        List.of(),
                        List.of(),
                        ComponentMemory.LEFT_BEHIND)),
                List.of());
        TopologyDefinition definition = new TopologyDefinition("wc-1", "wc", "s", null, sample.config(), large, 1);

        assertThatThrownBy(() -> state.createTopology(epoch, definition, TopologyState.of(TopologyStatus.ACTIVE)))
                .isInstanceOf(ClusterStateException.TooLarge.class)
                .hasMessageContainingAll("wc", "900 KiB", "open or prepare");
        assertThat(state.topologyIds()).isEmpty();
    }

    private void damage(String path) {
        ZooKeeperClient client = zooKeeperState().client();
        byte[] noRecord = {(byte) 0xFF, 1, 2};
        client.call(
                "damaging " + path,
                () -> client.curator()
                        .create()
                        .orSetData()
                        .creatingParentsIfNeeded()
                        .forPath(path, noRecord));
    }

    private static void assertUnreadable(Runnable read, String path) {
        assertThatThrownBy(read::run)
                .isInstanceOf(ClusterStateException.Unreadable.class)
                .hasMessageContainingAll(path, "newer Vendaval");
    }

    @Test
    void aRecordThatIsNoneIsUnreadableAndNamed() {
        LeaderEpoch epoch = lead();
        state.createTopology(epoch, SampleRecords.definition("wc"), TopologyState.of(TopologyStatus.ACTIVE));
        String topology = root + "/topologies/wc-1";
        damage(topology + "/definition");
        damage(topology + "/state");
        damage(topology + "/assignment");

        assertUnreadable(() -> state.definition("wc-1"), topology + "/definition");
        assertUnreadable(() -> state.topologyState("wc-1"), topology + "/state");
        assertUnreadable(() -> state.assignment("wc-1"), topology + "/assignment");
        assertUnreadable(() -> state.removeTopology(epoch, "wc-1"), topology + "/definition");
        assertThat(state.topologyIds()).containsExactly("wc-1");
    }

    @Test
    void aNameWhoseRecordCannotBeReadIsTaken() {
        LeaderEpoch epoch = lead();
        damage(root + "/names/wc");

        assertThatThrownBy(() -> state.createTopology(
                        epoch, SampleRecords.definition("wc"), TopologyState.of(TopologyStatus.ACTIVE)))
                .isInstanceOf(ClusterStateException.NameTaken.class)
                .hasMessageContainingAll("wc", root + "/names/wc");
    }

    @Test
    void oneSupervisorThatCannotBeReadHidesNoOther() {
        state.registerSupervisor(SampleRecords.supervisor("sup-a"));
        damage(root + "/supervisors/sup-b");

        assertThat(state.supervisors()).containsExactly(SampleRecords.supervisor("sup-a"));
    }

    @Test
    void aLeaderThatCannotBeReadIsNotReportedAbsent() {
        damage(root + "/leader-epoch");

        assertUnreadable(() -> state.leader(), root + "/leader-epoch");
    }

    @Test
    void presenceIsMadeAgainAfterALostSession() throws Exception {
        ClusterState observer = opened();
        state.registerSupervisor(SampleRecords.supervisor("sup-a"));

        expireSession(zooKeeperState());

        await().atMost(LIMIT)
                .until(() -> observer.supervisors().equals(List.of(SampleRecords.supervisor("sup-a")))
                        && ownerIsPresentSession("sup-a"));
    }

    private boolean ownerIsPresentSession(String supervisorId) throws Exception {
        ZooKeeperClient client = zooKeeperState().client();
        long session = client.curator().getZookeeperClient().getZooKeeper().getSessionId();
        return client.read(new ZooKeeperPaths(root).supervisor(supervisorId))
                .map(node -> node.stat().getEphemeralOwner() == session)
                .orElse(false);
    }

    @Test
    void aLeaderThatLosesItsSessionIsRevokedAndFenced() throws Exception {
        Leadership first = new Leadership();
        Leadership second = new Leadership();
        state.joinElection(FIRST, first);
        LeaderEpoch old = first.awaitElected(1);
        ClusterState other = opened();
        other.joinElection(SECOND, second);

        expireSession(zooKeeperState());

        LeaderEpoch newer = second.awaitElected(1);
        assertThat(newer.number()).isGreaterThan(old.number());
        await().atMost(LIMIT).until(() -> first.revocations.get() == 1);
        assertThatThrownBy(() -> state.createTopology(
                        old, SampleRecords.definition("wc"), TopologyState.of(TopologyStatus.ACTIVE)))
                .isInstanceOf(ClusterStateException.StaleLeader.class);
        other.close();
        assertThat(first.awaitElected(2).number()).isGreaterThan(newer.number());
    }

    @Test
    void theOnlyNimbusLeadsAgainAfterALostSession() throws Exception {
        Leadership only = new Leadership();
        state.joinElection(FIRST, only);
        LeaderEpoch old = only.awaitElected(1);

        expireSession(zooKeeperState());

        assertThat(only.awaitElected(2).number()).isGreaterThan(old.number());
        await().atMost(LIMIT).until(() -> state.leader().isPresent());
    }

    @Test
    void watchersAreToldAfterALostSession() throws Exception {
        Changes changes = new Changes();
        state.watch(changes);
        state.registerSupervisor(SampleRecords.supervisor("sup-a"));
        changes.awaitMore();

        expireSession(zooKeeperState());
        changes.awaitMore();
        ClusterState other = opened();
        await().atMost(LIMIT).until(() -> ownerIsPresentSession("sup-a"));
        other.registerSupervisor(SampleRecords.supervisor("sup-b"));

        changes.awaitMore();
        assertThat(state.supervisors()).hasSize(2);
    }

    @Test
    void withoutZooKeeperNothingIsReportedAbsent(TestInfo test) throws Exception {
        try (TestingServer mortal = new TestingServer()) {
            ZooKeeperClusterState connected = ZooKeeperClusterState.connect(new ZooKeeperSettings(
                    List.of(mortal.getConnectString()),
                    "/" + test.getDisplayName().replace("(", "-"),
                    Duration.ofSeconds(4)));
            mortal.stop();

            assertThatThrownBy(connected::topologyIds).isInstanceOf(ClusterStateException.Unavailable.class);
            connected.close();
        }
    }

    @Test
    @Tag("F4")
    void aZooKeeperWithoutItsDataIsUnavailableAndNotEmpty() {
        LeaderEpoch epoch = lead();
        state.createTopology(epoch, SampleRecords.definition("wc"), TopologyState.of(TopologyStatus.ACTIVE));
        ZooKeeperClient client = zooKeeperState().client();
        client.call(
                "losing the data",
                () -> client.curator().delete().deletingChildrenIfNeeded().forPath(root));

        assertMissing(state::topologyIds, root + "/topologies");
        assertMissing(state::supervisors, root + "/supervisors");
        assertMissing(state::nimbuses, root + "/nimbus");
        assertMissing(state::leader, root + "/leader-epoch");
        assertMissing(() -> state.removeTopology(epoch, "wc-1"), root + "/leader-epoch");
    }

    private static void assertMissing(Runnable access, String path) {
        assertThatThrownBy(access::run)
                .isInstanceOf(ClusterStateException.Unavailable.class)
                .hasMessageContainingAll(path, "missing", server.getConnectString());
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        ZooKeeperSettings nowhere = new ZooKeeperSettings(List.of("127.0.0.1:1"), "/vendaval", Duration.ofSeconds(4));

        assertThatThrownBy(() -> ZooKeeperClusterState.connect(nowhere))
                .isInstanceOf(ClusterStateException.Unavailable.class)
                .hasMessageContainingAll("127.0.0.1:1", "zookeeper.servers");
    }

    @Test
    void whoEndsWhileTheServerIsAwayWaitsSecondsOnly() throws Exception {
        try (TestingServer leaving = new TestingServer()) {
            endsWithinSecondsAfter(leaving.getConnectString(), leaving::stop);
        }
    }

    /** As when the host of the server or the network hangs: connections stay, and new ones are made, but nobody answers. */
    @Test
    void whoEndsWhileTheServerIsSilentWaitsSecondsOnly() throws Exception {
        try (SilentRelay relay = new SilentRelay(server.getPort())) {
            endsWithinSecondsAfter("127.0.0.1:" + relay.port(), relay::fallSilent);
        }
    }

    @Test
    void whoEndsBeforeAServerIsThereGivesUpTheConnection() throws Exception {
        givesUpConnectingTo("127.0.0.1:1");
    }

    @Test
    void whoEndsBeforeASilentServerHasAnsweredGivesUpTheConnection() throws Exception {
        try (SilentRelay relay = new SilentRelay(server.getPort())) {
            relay.fallSilent();
            givesUpConnectingTo("127.0.0.1:" + relay.port());
        }
    }

    private void givesUpConnectingTo(String server) throws Exception {
        ZooKeeperSettings settings = new ZooKeeperSettings(List.of(server), root, Duration.ofSeconds(20));
        CompletableFuture<Runnable> giveUp = new CompletableFuture<>();
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread connecting = new Thread(() -> {
            try (ClusterState unexpected = ZooKeeperClusterState.connect(settings, giveUp::complete)) {
                outcome.set(new AssertionError(unexpected + " is connected"));
            } catch (ClusterStateException e) {
                outcome.set(e);
            }
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        connecting.start();
        await().atMost(LIMIT).until(() -> giveUp.isDone() && connecting.getState() == Thread.State.TIMED_WAITING);

        long began = System.nanoTime();
        giveUp.join().run();
        connecting.join(20_000);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThat(outcome.get()).isInstanceOf(ClusterStateException.Unavailable.class);
        assertThat(interrupted).isFalse();
    }

    private void endsWithinSecondsAfter(String server, AutoCloseable fault) throws Exception {
        ClusterState ending =
                ZooKeeperClusterState.connect(new ZooKeeperSettings(List.of(server), root, Duration.ofSeconds(20)));
        Registration supervisor = ending.registerSupervisor(SampleRecords.supervisor("sup-a"));
        Registration candidacy = ending.joinElection(new NimbusRecord("127.0.0.1", 6627), new IgnoredLeadership());
        fault.close();
        AtomicReference<Throwable> underWay = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            try {
                ending.topologyIds();
            } catch (ClusterStateException e) {
                underWay.set(e);
            }
        });
        reader.start();

        long began = System.nanoTime();
        ending.aboutToClose();
        assertThatThrownBy(candidacy::close).isInstanceOf(ClusterStateException.Unavailable.class);
        assertThatThrownBy(supervisor::close).isInstanceOf(ClusterStateException.Unavailable.class);
        ending.close();
        reader.join(10_000);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
        assertThat(underWay.get()).isInstanceOf(ClusterStateException.Unavailable.class);
        assertThat(Thread.currentThread().isInterrupted())
                .as("what cut the calls short is not left to whoever made them")
                .isFalse();
    }

    private static final class IgnoredLeadership implements LeadershipListener {
        @Override
        public void elected(LeaderEpoch epoch) {}

        @Override
        public void revoked() {}
    }

    @Test
    void closedItLeavesNoThreadOfItsOwn() {
        lead();
        state.close();
        state.close();

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.equals("cluster-state")
                                || name.contains("LeaderLatch")
                                || name.contains("Curator")));
    }
}
