package dev.vendaval.nimbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.nimbus.DyingClusterState.Death;
import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.protocol.config.NimbusSettings;
import dev.vendaval.protocol.grpc.NimbusClient;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ClusterState;
import dev.vendaval.protocol.state.MemoryClusterState;
import dev.vendaval.protocol.state.NimbusRecord;
import dev.vendaval.protocol.state.TopologyStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The leading Nimbus dies at each write of a command: the client's call succeeds at the standby, and nothing is half done. */
@Tag("F4")
class CommandsInFlightTest {
    private static final Caller CALLER = new Caller("tester", "localhost", "test");
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final MemoryClusterState clusterState = new MemoryClusterState();
    private final RpcFactory ofLeader = new RpcFactory(CALLER);
    private final RpcFactory ofOthers = new RpcFactory(CALLER);
    private final CompletableFuture<Void> died = new CompletableFuture<>();
    /** What the dead process had registered goes, as with its session. */
    private final ClusterState ofFirst = clusterState.view();

    private final DyingClusterState dying = new DyingClusterState(ofFirst, () -> died.completeAsync(() -> null));

    @SuppressWarnings("NullAway.Init")
    private NimbusDaemon first;

    @SuppressWarnings("NullAway.Init")
    private NimbusDaemon second;

    @SuppressWarnings("NullAway.Init")
    private NimbusClient client;

    @BeforeEach
    void start() throws IOException {
        clusterState.registerSupervisor(Reports.supervisor("a", 6700, 6701));
        first = nimbus("a", dying, ofLeader);
        await().atMost(SOON).until(() -> leads(first));
        second = nimbus("b", clusterState, ofOthers);
        client = ofOthers.nimbus(List.of(first.address(), second.address()), SOON);
        CompletableFuture<Void> gone = died.thenRunAsync(() -> {
            ofLeader.close();
            ofFirst.close();
        });
        assertThat(gone).isNotDone();
    }

    private NimbusDaemon nimbus(String name, ClusterState seen, RpcFactory rpc) throws IOException {
        Path own = directory.resolve(name);
        NimbusSettings settings = new NimbusSettings(
                "127.0.0.1", 0, own, own, Duration.ofDays(1), Map.of(), Duration.ofSeconds(10), false);
        return NimbusDaemon.start(settings, seen, rpc);
    }

    private boolean leads(NimbusDaemon nimbus) {
        NimbusRecord record =
                new NimbusRecord(nimbus.address().host(), nimbus.address().port());
        return clusterState.leader().filter(record::equals).isPresent();
    }

    @AfterEach
    void stop() {
        client.close();
        first.close();
        second.close();
        ofLeader.close();
        ofOthers.close();
        clusterState.close();
    }

    private Optional<Assignment> assignment(String id) {
        return clusterState.assignment(id);
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_DEFINITION", "AFTER_DEFINITION", "BEFORE_ASSIGNMENT", "AFTER_ASSIGNMENT"})
    void aSubmitIsThereOnceAndPlaced(Death death) {
        dying.diesAt(death);

        String id = client.submit(CALLER, Topologies.submit("words", 2));

        assertThat(dying.isDead()).isTrue();
        assertThat(leads(second)).isTrue();
        assertThat(clusterState.topologyIds()).containsExactly(id);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(assignment(id).orElseThrow().workers()).hasSize(2));
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_STATE", "AFTER_STATE"})
    void aDeactivationIsDone(Death death) {
        String id = client.submit(CALLER, Topologies.submit("words", 2));
        dying.diesAt(death);

        client.deactivate(CALLER, "words");

        assertThat(dying.isDead()).isTrue();
        assertThat(clusterState.topologyState(id).orElseThrow().value().status())
                .isEqualTo(TopologyStatus.INACTIVE);
        client.activate(CALLER, "words");
        assertThat(clusterState.topologyState(id).orElseThrow().value().status())
                .isEqualTo(TopologyStatus.ACTIVE);
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_STATE", "AFTER_STATE", "BEFORE_ASSIGNMENT", "AFTER_ASSIGNMENT"})
    void aKillIsDoneToItsEnd(Death death) {
        String id = client.submit(CALLER, Topologies.submit("words", 2));
        dying.diesAt(death);

        client.kill(CALLER, "words", Duration.ZERO);

        await().atMost(SOON).until(dying::isDead);
        // Its supervisor never reports; once it is gone its workers are, and nothing holds the kill up.
        assertThat(clusterState.topologyState(id).map(state -> state.value().status()))
                .contains(TopologyStatus.KILLED);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(assignment(id).map(Assignment::workers).orElse(List.of()))
                                .isEmpty());
    }
}
