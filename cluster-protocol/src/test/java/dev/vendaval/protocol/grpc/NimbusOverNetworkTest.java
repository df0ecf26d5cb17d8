package dev.vendaval.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.SampleRecords;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.RebalanceRequest;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SubmitRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NimbusOverNetworkTest {
    private static final Caller CALLER = new Caller("ada", "laptop", "vendaval-cli ü");
    private static final String HASH = "0f".repeat(32);
    private static final HostPort ANY = new HostPort("127.0.0.1", 0);

    private final SampledNimbus nimbus = new SampledNimbus();
    private final RpcFactory serverSide = new RpcFactory(new Caller("server", "host", "nimbus"));
    private final RpcFactory clientSide = new RpcFactory(new Caller("vendaval", "host", "supervisor"));
    private RpcServer server;
    private NimbusClient client;

    @BeforeEach
    void start() throws IOException {
        server = serverSide.serveNimbus(ANY, nimbus, nimbus);
        client = clientSide.nimbus(List.of(addressOf(server)), Duration.ofSeconds(10));
    }

    private static HostPort addressOf(RpcServer server) {
        return new HostPort("127.0.0.1", server.port());
    }

    @AfterEach
    void stop() {
        clientSide.close();
        serverSide.close();
    }

    @Test
    void everyRequestArrivesAsItWasMadeWithItsCaller() {
        SubmitRequest request =
                new SubmitRequest("submit-1", "wc", SampleRecords.config(), SampleRecords.topology(), HASH, true);

        assertThat(client.submit(CALLER, request)).isEqualTo("wc-1");
        client.activate(CALLER, "wc");
        client.deactivate(CALLER, "wc");
        client.kill(CALLER, "wc", null);
        client.kill(CALLER, "wc", Duration.ofMillis(1));

        assertThat(nimbus.asked.subList(1, 5))
                .containsExactly(
                        List.of("activate", CALLER, "wc"),
                        List.of("deactivate", CALLER, "wc"),
                        List.of("kill", CALLER, "wc", "no wait"),
                        List.of("kill", CALLER, "wc", Duration.ofMillis(1)));
        SubmitRequest arrived = (SubmitRequest) nimbus.asked.get(0).get(2);
        assertThat(arrived).usingRecursiveComparison().isEqualTo(request);
        assertThat(arrived.config().keySet())
                .containsExactlyElementsOf(request.config().keySet());
    }

    @Test
    void aRebalanceArrivesAsItWasAskedForAndSoDoesWhatIsSaidOfIt() {
        RebalanceRequest whole = new RebalanceRequest(
                "id", "wc", 3, Map.of("Count", 2, "x", -1), Map.of("my.limit", 7), Duration.ofMillis(5), true);
        RebalanceRequest plain = new RebalanceRequest("id", "wc", null, Map.of(), Map.of(), null, false);

        assertThat(client.rebalance(CALLER, whole)).isEqualTo(SampleRecords.rebalance());
        assertThat(client.rebalance(CALLER, plain)).isEqualTo(SampleRecords.rebalance());
        assertThat(client.rebalanceProgress(CALLER, "wc", 7)).isEqualTo(SampleRecords.rebalance());

        assertThat(nimbus.asked)
                .containsExactly(
                        List.of("rebalance", CALLER, whole),
                        List.of("rebalance", CALLER, plain),
                        List.of("rebalanceProgress", CALLER, "wc", 7L));
    }

    @Test
    void aDrainArrivesAndSoDoesHowFarItIs() {
        assertThat(client.drain(CALLER, "h")).isEqualTo(SampleRecords.drain());
        assertThat(client.undrain(CALLER, "i")).isEqualTo(SampleRecords.drain());
        assertThat(client.drainProgress(CALLER, "j")).isEqualTo(SampleRecords.drain());

        assertThat(nimbus.asked)
                .containsExactly(
                        List.of("drain", CALLER, "h"),
                        List.of("undrain", CALLER, "i"),
                        List.of("drainProgress", CALLER, "j"));
    }

    @Test
    void aLocalSubmitHasNoArtifact() {
        client.submit(
                CALLER, new SubmitRequest("s", "wc", SampleRecords.config(), SampleRecords.topology(), null, false));

        SubmitRequest arrived = (SubmitRequest) nimbus.asked.get(0).get(2);
        assertThat(arrived.artifact()).isNull();
        assertThat(arrived.inactive()).isFalse();
    }

    @Test
    void everyAnswerArrivesAsItWasGiven() {
        assertThat(client.list(CALLER)).containsExactly(SampleRecords.summary());
        assertThat(client.cluster(CALLER)).isEqualTo(SampleRecords.cluster());
        assertThat(client.info(CALLER, "wc")).isEqualTo(SampleRecords.info());
        assertThat(client.explain(CALLER, "wc")).isEqualTo(SampleRecords.explanation());
    }

    @Test
    void aRefusalArrivesWithCodeMessageAndHint() {
        nimbus.refusal = new ServiceException(SubmitException.Code.NAME_TAKEN, "wc läuft", "kill it");

        assertThatThrownBy(() -> client.activate(CALLER, "wc"))
                .isInstanceOfSatisfying(ServiceException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(SubmitException.Code.NAME_TAKEN);
                    assertThat(refused).hasMessage("wc läuft");
                    assertThat(refused.hint()).isEqualTo("kill it");
                });
    }

    @Test
    void aVeryLongRefusalStillArrives() {
        nimbus.refusal = new ServiceException(SubmitException.Code.USER_CODE, "x".repeat(100_000), null);

        assertThatThrownBy(() -> client.activate(CALLER, "wc"))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo(SubmitException.Code.USER_CODE))
                .hasMessageStartingWith("xxx");
    }

    @Test
    void aBugAtTheServerIsAnInternalErrorThatSaysSo() {
        nimbus.refusal = new IllegalStateException("boom");

        assertThatThrownBy(() -> client.list(CALLER))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo(SubmitException.Code.INTERNAL))
                .hasMessageContaining("boom");
    }

    @Test
    void artifactsOfManyChunksGoUpAndDown() throws IOException {
        byte[] bytes = new byte[5_000_001];
        new Random(1).nextBytes(bytes);

        client.uploadArtifact(CALLER, HASH, new ByteArrayInputStream(bytes));

        assertThat(nimbus.artifacts.get(HASH)).isEqualTo(bytes);
        assertThat(client.hasArtifact(CALLER, HASH)).isTrue();
        try (NimbusConnection connection = clientSide.connectSupervisorToNimbus(addressOf(server), new Commands())) {
            ByteArrayOutputStream down = new ByteArrayOutputStream();
            connection.downloadArtifact(HASH, down);
            assertThat(down.toByteArray()).isEqualTo(bytes);
        }
    }

    @Test
    void anEmptyArtifactGoesUp() throws IOException {
        client.uploadArtifact(CALLER, HASH, InputStream.nullInputStream());

        assertThat(nimbus.artifacts.get(HASH)).isEmpty();
    }

    @Test
    void aRefusedUploadSaysWhy() {
        assertThatThrownBy(() -> client.uploadArtifact(CALLER, HASH, new ByteArrayInputStream(new byte[13])))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("13 bytes are refused");
    }

    @Test
    void anArtifactThatIsNotThereIsNotFound() {
        try (NimbusConnection connection = clientSide.connectSupervisorToNimbus(addressOf(server), new Commands())) {
            assertThatThrownBy(() -> connection.downloadArtifact(HASH, OutputStream.nullOutputStream()))
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            refused -> assertThat(refused.code()).isEqualTo(SubmitException.Code.NOT_FOUND));
        }
    }

    @Test
    void aNimbusThatDoesNotLeadSendsTheClientOn() throws IOException {
        SampledNimbus standby = new SampledNimbus();
        RpcServer standbyServer = serverSide.serveNimbus(ANY, standby, standby);
        standby.leaderHint = addressOf(server).toString();
        NimbusClient redirected = clientSide.nimbus(List.of(addressOf(standbyServer)), Duration.ofSeconds(10));

        redirected.activate(CALLER, "wc");
        redirected.activate(CALLER, "wc");

        assertThat(nimbus.asked).hasSize(2);
        assertThat(standby.asked).as("the leader is remembered").hasSize(1);
    }

    @Test
    void aSeedThatIsDownIsPassedOver() throws IOException {
        int deadPort = freePort();
        NimbusClient other = clientSide.nimbus(
                List.of(new HostPort("127.0.0.1", deadPort), addressOf(server)), Duration.ofSeconds(10));

        assertThat(other.list(CALLER)).hasSize(1);
    }

    private int freePort() throws IOException {
        SampledNimbus short1 = new SampledNimbus();
        try (RpcServer closed = serverSide.serveNimbus(ANY, short1, short1)) {
            return closed.port();
        }
    }

    @Test
    void aNimbusThatComesBackIsFoundAgain() throws IOException {
        assertThat(client.list(CALLER)).hasSize(1);
        int port = server.port();
        server.close();
        Thread restart = new Thread(() -> {
            try {
                server = serverSide.serveNimbus(new HostPort("127.0.0.1", port), nimbus, nimbus);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        restart.start();

        assertThat(client.list(CALLER)).hasSize(1);
    }

    @Test
    void withoutAnyNimbusTheErrorNamesTheSeedsTried() throws IOException {
        int port = freePort();
        NimbusClient lost = clientSide.nimbus(List.of(new HostPort("127.0.0.1", port)), Duration.ofMillis(300));

        assertThatThrownBy(() -> lost.list(CALLER))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo(SubmitException.Code.NO_CLUSTER))
                .hasMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void withoutALeaderTheErrorSaysSo() {
        nimbus.leaderHint = "";
        NimbusClient leaderless = clientSide.nimbus(List.of(addressOf(server)), Duration.ofMillis(300));

        assertThatThrownBy(() -> leaderless.list(CALLER))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo(SubmitException.Code.NO_CLUSTER))
                .hasMessageContaining("no Nimbus leads");
    }

    @Test
    void whatTheNimbusThatAnswersSaysIsNotHiddenByOneThatIsGone() throws IOException {
        nimbus.leaderHint = "";
        HostPort gone = new HostPort("127.0.0.1", freePort());
        NimbusClient leaderless = clientSide.nimbus(List.of(addressOf(server), gone), Duration.ofMillis(300));

        assertThatThrownBy(() -> leaderless.list(CALLER))
                .hasMessageContainingAll(
                        "Nimbus at " + addressOf(server) + ": this Nimbus does not lead",
                        "Nimbus at " + gone + " cannot be reached");
    }

    @Test
    void whoWaitsForALeaderIsToldAfterTwoSecondsAndOnce() {
        nimbus.leaderHint = "";
        List<String> said = new CopyOnWriteArrayList<>();
        NimbusClient leaderless = clientSide.nimbus(List.of(addressOf(server)), Duration.ofSeconds(4), said::add);

        assertThatThrownBy(() -> leaderless.list(CALLER)).isInstanceOf(ServiceException.class);

        assertThat(said)
                .singleElement()
                .satisfies(sentence -> assertThat(sentence)
                        .startsWith("waiting for a Nimbus that leads, up to ")
                        .contains("last: "));
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        assertThatThrownBy(() -> serverSide.serveNimbus(addressOf(server), nimbus, nimbus))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("cannot listen on 127.0.0.1:" + server.port(), "in use");
    }

    @Test
    void aSupervisorsReportsArriveAndCommandsComeBack() {
        Commands commands = new Commands();
        SupervisorReport report = SampleRecords.supervisorReport(3);
        try (NimbusConnection connection = clientSide.connectSupervisorToNimbus(addressOf(server), commands)) {
            connection.send(report);
            await().atMost(Duration.ofSeconds(10)).until(() -> nimbus.reports.size() == 1);
            nimbus.commands.get(0).reportNow(42);
            await().atMost(Duration.ofSeconds(10)).until(() -> commands.asked.contains(42L));
        }

        assertThat(nimbus.reports.get(0)).usingRecursiveComparison().isEqualTo(report);
        assertThat(nimbus.asked.get(0)).isEqualTo(List.of("connected", new Caller("vendaval", "host", "supervisor")));
        await().atMost(Duration.ofSeconds(10)).until(() -> nimbus.closed.size() == 1 && commands.closed.size() == 1);
        assertThat(commands.closed).containsExactly("by us");
    }

    @Test
    void aReportThatIsTooLargeArrivesWithoutItsErrorsAndTheConversationGoesOn() {
        Commands commands = new Commands();
        SupervisorReport sample = SampleRecords.supervisorReport(3);
        WorkerReport large = withStack(SampleRecords.workerReport(), "x".repeat(Limits.MESSAGE_BYTES));
        try (NimbusConnection connection = clientSide.connectSupervisorToNimbus(addressOf(server), commands)) {
            connection.send(new SupervisorReport(sample.supervisor(), 3, List.of(large), List.of(), List.of()));
            await().atMost(Duration.ofSeconds(10)).until(() -> nimbus.reports.size() == 1);
            connection.send(sample);
            await().atMost(Duration.ofSeconds(10)).until(() -> nimbus.reports.size() == 2);
        }

        assertThat(nimbus.reports.get(0).workers().get(0).errors()).isEmpty();
        assertThat(nimbus.reports.get(0).workers().get(0).tasks()).hasSameSizeAs(large.tasks());
        assertThat(nimbus.reports.get(1)).usingRecursiveComparison().isEqualTo(sample);
        assertThat(nimbus.commands).hasSize(1);
    }

    private static WorkerReport withStack(WorkerReport report, String stack) {
        return new WorkerReport(
                report.topologyId(),
                report.port(),
                report.pid(),
                report.incarnation(),
                report.state(),
                report.reportId(),
                report.assignmentVersion(),
                report.statusApplied(),
                report.startedAtMs(),
                report.heapUsedBytes(),
                report.rssBytes(),
                report.inFlight(),
                report.executors(),
                report.tasks(),
                List.of(new ErrorReport("count", 5, "h", 6700, 1, 2, 1, "boom", stack)),
                report.lostUntracked());
    }

    @Test
    void whenNimbusEndsAConversationTheSupervisorIsTold() {
        Commands commands = new Commands();
        clientSide.connectSupervisorToNimbus(addressOf(server), commands);
        await().atMost(Duration.ofSeconds(10)).until(() -> nimbus.commands.size() == 1);

        nimbus.commands.get(0).close();

        await().atMost(Duration.ofSeconds(10)).until(() -> commands.closed.size() == 1);
        assertThat(commands.closed.get(0)).contains("has ended the conversation");
    }

    @Test
    void whenNimbusStopsBothSidesAreTold() {
        Commands commands = new Commands();
        clientSide.connectSupervisorToNimbus(addressOf(server), commands);
        await().atMost(Duration.ofSeconds(10)).until(() -> nimbus.commands.size() == 1);

        server.close();

        await().atMost(Duration.ofSeconds(10)).until(() -> commands.closed.size() == 1 && nimbus.closed.size() == 1);
    }

    @Test
    void aNimbusThatRefusesASupervisorSaysWhy() {
        nimbus.leaderHint = "elsewhere:1";
        Commands commands = new Commands();

        clientSide.connectSupervisorToNimbus(addressOf(server), commands);

        await().atMost(Duration.ofSeconds(10)).until(() -> commands.closed.size() == 1);
        assertThat(commands.closed.get(0)).contains("this Nimbus does not lead");
    }

    @Test
    void aSupervisorWithoutNimbusIsToldThatItCannotBeReached() throws IOException {
        Commands commands = new Commands();

        clientSide.connectSupervisorToNimbus(new HostPort("127.0.0.1", freePort()), commands);

        await().atMost(Duration.ofSeconds(10)).until(() -> commands.closed.size() == 1);
        assertThat(commands.closed.get(0)).contains("cannot be reached");
    }

    private static final class Commands implements CommandListener {
        final List<Long> asked = new CopyOnWriteArrayList<>();
        final List<String> closed = new CopyOnWriteArrayList<>();

        @Override
        public void reportNow(long reportId) {
            asked.add(reportId);
        }

        @Override
        public void closed(@Nullable Throwable cause) {
            closed.add(cause == null ? "by us" : String.valueOf(cause.getMessage()));
        }
    }
}
