package dev.vendaval.nimbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vendaval.api.SubmitException;
import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.protocol.artifact.ArtifactHash;
import dev.vendaval.protocol.config.NimbusSettings;
import dev.vendaval.protocol.grpc.CommandListener;
import dev.vendaval.protocol.grpc.NimbusClient;
import dev.vendaval.protocol.grpc.NimbusConnection;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SubmitRequest;
import dev.vendaval.protocol.state.MemoryClusterState;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.TopologyStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole Nimbus over the network, with a supervisor that only talks. */
class NimbusDaemonTest {
    private static final Caller CALLER = new Caller("tester", "localhost", "test");
    private static final SupervisorRecord SUPERVISOR = Reports.supervisor("a", 6700, 6701);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final MemoryClusterState clusterState = new MemoryClusterState();
    private final RpcFactory rpc = new RpcFactory(CALLER);

    @SuppressWarnings("NullAway.Init")
    private NimbusDaemon nimbus;

    @SuppressWarnings("NullAway.Init")
    private NimbusClient client;

    @BeforeEach
    void start() throws IOException {
        NimbusSettings settings = new NimbusSettings(
                "127.0.0.1",
                0,
                directory,
                directory,
                Duration.ofDays(1),
                Map.of("topology.workers", 2),
                Duration.ofSeconds(10),
                false);
        nimbus = NimbusDaemon.start(settings, clusterState, rpc);
        client = rpc.nimbus(List.of(nimbus.address()), Duration.ofSeconds(10));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(client.cluster(CALLER).nimbus()).hasSize(1));
    }

    @AfterEach
    void stop() {
        client.close();
        nimbus.close();
        nimbus.close();
        rpc.close();
        clusterState.close();
    }

    @Test
    @Tag("I7")
    void aTopologyIsSubmittedShownDeactivatedAndKilled() {
        clusterState.registerSupervisor(SUPERVISOR);
        TalkingSupervisor supervisor = new TalkingSupervisor(rpc, nimbus);
        supervisor.says();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(client.cluster(CALLER).supervisors()).hasSize(1));

        SubmitRequest request = Topologies.submit("words", "s", Map.of(), Topologies.linesAndCount(1, 2), false);
        String id = client.submit(CALLER, request);
        assertThat(client.submit(CALLER, request)).isEqualTo(id);
        supervisor.says(Reports.idle(id, 6700, TopologyStatus.ACTIVE), Reports.idle(id, 6701, TopologyStatus.ACTIVE));
        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(client.info(CALLER, "words").workers())
                        .extracting(TopologyInfo.Worker::state)
                        .containsExactly(WorkerState.RUNNING, WorkerState.RUNNING));
        assertThat(client.info(CALLER, "words").config()).containsEntry("topology.workers", 2);
        assertThat(client.list(CALLER)).singleElement().satisfies(line -> {
            assertThat(line.executors()).isEqualTo(3);
            assertThat(line.workers()).isEqualTo(2);
        });
        assertThat(client.cluster(CALLER).supervisors().get(0).slots())
                .containsExactly(new ClusterSummary.Slot(6700, id), new ClusterSummary.Slot(6701, id));

        client.deactivate(CALLER, "words");
        assertThat(client.info(CALLER, "words").status()).isEqualTo(TopologyStatus.INACTIVE);
        client.kill(CALLER, "words", null);
        supervisor.says(Reports.idle(id, 6700, TopologyStatus.KILLED), Reports.idle(id, 6701, TopologyStatus.KILLED));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> clusterState.assignment(id).orElseThrow().workers().isEmpty());
        supervisor.says();
        await().atMost(Duration.ofSeconds(10)).until(() -> client.list(CALLER).isEmpty());
        assertThat(clusterState.topologyIds()).isEmpty();
        supervisor.connection.close();
    }

    @Test
    void artifactsAreKeptAndHandedOutByTheirHashOnly() throws IOException {
        byte[] jar = "not really a jar".getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(directory.resolve("example.jar"), jar);
        String sha256 = ArtifactHash.of(file);
        assertThat(client.hasArtifact(CALLER, sha256)).isFalse();
        client.uploadArtifact(CALLER, sha256, new ByteArrayInputStream(jar));
        assertThat(client.hasArtifact(CALLER, sha256)).isTrue();
        assertThat(directory.resolve("nimbus/artifacts").resolve(sha256 + ".jar"))
                .exists();

        TalkingSupervisor supervisor = new TalkingSupervisor(rpc, nimbus);
        ByteArrayOutputStream fetched = new ByteArrayOutputStream();
        supervisor.connection.downloadArtifact(sha256, fetched);
        assertThat(fetched.toByteArray()).isEqualTo(jar);
        assertThatThrownBy(() -> supervisor.connection.downloadArtifact("f".repeat(64), new ByteArrayOutputStream()))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo(SubmitException.Code.NOT_FOUND));
        supervisor.connection.close();
    }

    @Test
    void aRefusalReachesTheClientWithCodeMessageAndHint() {
        assertThatThrownBy(() -> client.info(CALLER, "nothing"))
                .isInstanceOfSatisfying(ServiceException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(SubmitException.Code.NOT_FOUND);
                    assertThat(refused).hasMessageContaining("nothing");
                    assertThat(refused.hint()).isNotBlank();
                });
        assertThatThrownBy(() -> client.kill(CALLER, "nothing", Duration.ofSeconds(-1)))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo(SubmitException.Code.USAGE));
    }

    /** Answers every question at once with what it was last told to say. */
    private static final class TalkingSupervisor implements CommandListener {
        private final NimbusConnection connection;
        private long asked;
        private WorkerReport[] workers = {};

        TalkingSupervisor(RpcFactory rpc, NimbusDaemon nimbus) {
            this.connection = rpc.connectSupervisorToNimbus(nimbus.address(), this);
        }

        synchronized void says(WorkerReport... newWorkers) {
            workers = newWorkers;
            connection.send(Reports.of(SUPERVISOR, asked, workers));
        }

        @Override
        public synchronized void reportNow(long reportId) {
            asked = reportId;
            connection.send(Reports.of(SUPERVISOR, asked, workers));
        }

        @Override
        public void closed(@Nullable Throwable cause) {}
    }
}
