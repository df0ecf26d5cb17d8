package dev.vendaval.nimbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vendaval.api.SubmitException;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.protocol.artifact.ArtifactHash;
import dev.vendaval.protocol.artifact.ArtifactStore;
import dev.vendaval.protocol.artifact.StoredArtifacts;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.config.NimbusSettings;
import dev.vendaval.protocol.grpc.ArtifactClient;
import dev.vendaval.protocol.grpc.NimbusClient;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.RpcServer;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SubmitRequest;
import dev.vendaval.protocol.state.MemoryClusterState;
import dev.vendaval.protocol.state.NimbusRecord;
import dev.vendaval.protocol.state.SupervisorRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several whole Nimbuses over the network and one cluster state: what the standbys hold, and who leads with what. */
@Tag("F4")
class StandbyArtifactsTest {
    private static final Caller CALLER = new Caller("tester", "localhost", "test");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final byte[] JAR = "not really a jar".getBytes(StandardCharsets.UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final MemoryClusterState clusterState = new MemoryClusterState();
    private final RpcFactory rpc = new RpcFactory(CALLER);
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (int last = opened.size() - 1; last >= 0; last--) {
            opened.get(last).close();
        }
        rpc.close();
        clusterState.close();
    }

    private <T extends AutoCloseable> T keep(T resource) {
        opened.add(resource);
        return resource;
    }

    private NimbusDaemon nimbus(String name) throws IOException {
        Path own = directory.resolve(name);
        NimbusSettings settings = new NimbusSettings(
                "127.0.0.1", 0, own, own, Duration.ofDays(1), Map.of(), Duration.ofSeconds(10), false);
        return keep(NimbusDaemon.start(settings, clusterState, rpc));
    }

    private NimbusDaemon leader(String name) throws IOException {
        NimbusDaemon nimbus = nimbus(name);
        awaitLeads(nimbus);
        return nimbus;
    }

    private void awaitLeads(NimbusDaemon nimbus) {
        await().atMost(SOON)
                .until(() ->
                        clusterState.leader().filter(record(nimbus)::equals).isPresent());
    }

    private static NimbusRecord record(NimbusDaemon nimbus) {
        return new NimbusRecord(nimbus.address().host(), nimbus.address().port());
    }

    private NimbusClient client(NimbusDaemon... seeds) {
        return keep(rpc.nimbus(Arrays.stream(seeds).map(NimbusDaemon::address).toList(), SOON));
    }

    private Path artifact(String nimbus, String sha256) {
        return directory.resolve(nimbus).resolve("nimbus/artifacts").resolve(sha256 + ".jar");
    }

    private String upload(NimbusClient client) throws IOException {
        String sha256 = ArtifactHash.of(Files.write(directory.resolve("example.jar"), JAR));
        client.uploadArtifact(CALLER, sha256, new ByteArrayInputStream(JAR));
        return sha256;
    }

    /** Returns the hash of its jar. */
    private String submitWords(NimbusDaemon leader) throws IOException {
        NimbusClient client = client(leader);
        String sha256 = upload(client);
        submit(client, "words", sha256);
        return sha256;
    }

    private String submit(NimbusClient client, String name, String sha256) {
        SubmitRequest plain = Topologies.submit(name, "id of " + name, Map.of(), Topologies.linesAndCount(1, 1), false);
        return client.submit(
                CALLER,
                new SubmitRequest(plain.submitId(), name, plain.config(), plain.topology(), sha256, plain.inactive()));
    }

    @Test
    void anUploadIsOnTheDiskOfEveryStandbyWhenItReturns() throws IOException {
        NimbusDaemon first = leader("a");
        nimbus("b");
        nimbus("c");
        String sha256 = upload(client(first));

        assertThat(artifact("b", sha256)).hasBinaryContent(JAR);
        assertThat(artifact("c", sha256)).hasBinaryContent(JAR);
    }

    @Test
    void aSubmitWithAJarOfLongAgoBringsItToStandbysThatLackIt() throws IOException {
        NimbusDaemon first = leader("a");
        NimbusClient client = client(first);
        String sha256 = upload(client);
        nimbus("b");
        assertThat(artifact("b", sha256)).doesNotExist();

        submit(client, "words", sha256);

        assertThat(artifact("b", sha256)).hasBinaryContent(JAR);
    }

    @Test
    void whenTheLeaderAndItsDiskAreGoneTheStandbyLeadsAndHandsTheArtifactOut() throws IOException {
        NimbusDaemon first = leader("a");
        NimbusDaemon second = nimbus("b");
        NimbusClient client = client(first, second);
        String sha256 = upload(client);
        String id = submit(client, "words", sha256);

        first.close();
        Files.delete(artifact("a", sha256));

        assertThat(client.list(CALLER))
                .singleElement()
                .satisfies(line -> assertThat(line.id()).isEqualTo(id));
        assertThat(submit(client, "words", sha256))
                .as("repeated at the new leader")
                .isEqualTo(id);
        assertThat(clusterState.leader()).contains(record(second));
        assertThat(downloaded(second.address(), sha256)).isEqualTo(JAR);
    }

    private byte[] downloaded(HostPort address, String sha256) throws IOException {
        ArtifactStore target = new ArtifactStore(directory.resolve("downloaded"));
        try (ArtifactClient source = rpc.artifacts(address)) {
            return Files.readAllBytes(target.store(sha256, out -> source.download(sha256, out)));
        }
    }

    @Test
    void aStandbyThatHangsHoldsUpOneSubmitForAWhileAndTheNextNotAtAll() throws IOException {
        NimbusDaemon first = leader("a");
        NimbusClient client = client(first);
        // It takes connections and never says a word, as a stopped process does.
        ServerSocket hanging = keep(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        clusterState.registerNimbus(new NimbusRecord("127.0.0.1", hanging.getLocalPort()));

        long begin = System.nanoTime();
        String sha256 = upload(client);
        Duration upload = Duration.ofNanos(System.nanoTime() - begin);
        String id = submit(client, "words", sha256);
        Duration both = Duration.ofNanos(System.nanoTime() - begin);

        assertThat(clusterState.topologyIds()).containsExactly(id);
        assertThat(upload).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(14));
        assertThat(both.minus(upload)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void aStandbyWhoseDiskRefusesIsSaidAndGoneOnWithout() throws IOException {
        NimbusDaemon first = leader("a");
        Files.createDirectories(directory.resolve("b"));
        Files.writeString(directory.resolve("b/nimbus"), "a file where a directory should be");
        nimbus("b");
        NimbusClient client = client(first);

        String id = submit(client, "words", upload(client));

        assertThat(clusterState.topologyIds()).containsExactly(id);
    }

    @Test
    void aNewNimbusFetchesWhatItMissesBeforeItStands() throws IOException {
        NimbusDaemon first = leader("a");
        String sha256 = submitWords(first);

        NimbusDaemon second = nimbus("b");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(artifact("b", sha256)).hasBinaryContent(JAR));
        first.close();
        awaitLeads(second);
    }

    @Test
    void anArtifactDamagedOnDiskIsFetchedAnewAtStart() throws IOException {
        NimbusDaemon first = leader("a");
        String sha256 = submitWords(first);
        Files.createDirectories(directory.resolve("b/nimbus/artifacts"));
        Files.write(artifact("b", sha256), Arrays.copyOf(JAR, JAR.length - 1));

        nimbus("b");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(artifact("b", sha256)).hasBinaryContent(JAR));
    }

    @Test
    void aDamagedArtifactIsNeitherHandedOutNorTakenForASubmit() throws IOException {
        NimbusDaemon first = leader("a");
        NimbusClient client = client(first);
        String sha256 = upload(client);
        Files.write(artifact("a", sha256), Arrays.copyOf(JAR, JAR.length - 1));

        assertThat(client.hasArtifact(CALLER, sha256)).isFalse();
        assertThatThrownBy(() -> downloaded(first.address(), sha256))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo(SubmitException.Code.NOT_FOUND));
        assertThatThrownBy(() -> submit(client, "words", sha256)).hasMessageContaining("is not here");
        client.uploadArtifact(CALLER, sha256, new ByteArrayInputStream(JAR));
        submit(client, "words", sha256);
    }

    @Test
    void aNimbusThatMissesWhatNobodyHasDoesNotStandWhileAnotherLeadsAndLeadsWhenNobodyElseCan() throws IOException {
        NimbusDaemon first = leader("a");
        String sha256 = submitWords(first);
        Files.delete(artifact("a", sha256));

        NimbusDaemon second = nimbus("b");
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(3))
                .until(() -> clusterState.leader().filter(record(first)::equals).isPresent());
        first.close();
        assertThat(clusterState.leader())
                .as("no candidate yet: it misses an artifact")
                .isEmpty();
        awaitLeads(second);
        assertThat(client(second).list(CALLER)).hasSize(1);
    }

    @Test
    void whatNoNimbusHasComesFromTheCacheOfASupervisor() throws IOException {
        NimbusDaemon first = leader("a");
        String sha256 = submitWords(first);
        ArtifactStore cache = new ArtifactStore(directory.resolve("cache"));
        cache.store(sha256, new ByteArrayInputStream(JAR));
        RpcServer supervisor = keep(rpc.serveSupervisor(
                new HostPort("127.0.0.1", 0),
                (caller, request, sink, cancelled) -> {},
                (hello, orders) -> {
                    throw new IllegalStateException("no worker is expected");
                },
                (caller, death) -> {},
                new StoredArtifacts("supervisor", cache)));
        clusterState.registerSupervisor(new SupervisorRecord("s", "127.0.0.1", supervisor.port(), List.of()));
        first.close();
        Files.delete(artifact("a", sha256));

        NimbusDaemon second = nimbus("b");
        awaitLeads(second);

        assertThat(artifact("b", sha256)).hasBinaryContent(JAR);
    }
}
