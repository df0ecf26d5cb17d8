package dev.vendaval.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.BasicOutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.SubmitException;
import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.protocol.config.FreePorts;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.RpcServer;
import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.LogLine;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SubmitRequest;
import dev.vendaval.protocol.testing.FakeNimbus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client over the real network protocol, against a Nimbus that answers as told. */
class VendavalClientTest {
    private static final Caller CALLER = new Caller("tester", "localhost", "test");
    private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);

    @TempDir
    Path directory;

    private final FakeNimbus nimbus = new FakeNimbus();
    private final List<String> progress = new ArrayList<>();
    private RpcFactory rpc;
    private RpcServer server;
    private VendavalClient client;

    @BeforeEach
    void connect() throws IOException {
        rpc = new RpcFactory(CALLER);
        server = rpc.serveNimbus(ANY_PORT, nimbus, nimbus);
        client = ClusterConnector.connect(
                List.of(new HostPort("127.0.0.1", server.port())), Duration.ofSeconds(5), CALLER);
    }

    @AfterEach
    void disconnect() {
        client.close();
        server.close();
        rpc.close();
    }

    private void answer(TopologyInfo... infos) {
        nimbus.infos.addAll(List.of(infos));
    }

    /** The topology of the first answer, for so many looks. */
    private void isListed(int looks) {
        nimbus.listed.add(Infos.summary(nimbus.infos.element()));
        nimbus.goneAfter(looks);
    }

    @Test
    void submitUploadsTheJarAndWaitsUntilEveryExecutorIsReady() throws IOException {
        answer(
                Infos.withExecutors(ExecutorState.STARTING, ExecutorState.STARTING),
                Infos.withExecutors(ExecutorState.RUNNING, ExecutorState.STARTING),
                Infos.withExecutors(ExecutorState.RUNNING, ExecutorState.RUNNING));

        Submission submission = submit(Duration.ofSeconds(10));

        assertThat(submission.state()).isEqualTo(Submission.State.UP);
        assertThat(submission.topologyId()).isEqualTo(Infos.ID);
        assertThat(nimbus.artifacts.values()).containsExactly(Files.readAllBytes(directory.resolve("app.jar")));
        assertThat(progress)
                .containsExactly(
                        "uploading app.jar (0.0 MiB)",
                        "words: 0 of 2 executors ready",
                        "words: 1 of 2 executors ready",
                        "words: 2 of 2 executors ready");
    }

    @Test
    void theSameJarIsUploadedOnce() throws IOException {
        answer(Infos.withExecutors(ExecutorState.RUNNING));
        submit(Duration.ofSeconds(10));
        progress.clear();

        submit(Duration.ofSeconds(10));

        assertThat(progress).containsExactly("words: 1 of 1 executors ready");
        assertThat(nimbus.submits).extracting(SubmitRequest::artifact).doesNotContainNull();
    }

    @Test
    void aPrepareThatThrewEndsTheWaitAtOnce() throws IOException {
        answer(Infos.withExecutors(ExecutorState.STARTING), Infos.failed("bolt-0", "no such table"));

        Submission submission = submit(Duration.ofMinutes(5));

        assertThat(submission.state()).isEqualTo(Submission.State.USER_CODE);
        assertThat(submission.message()).contains("'bolt-0'", "open or prepare", "no such table");
        assertThat(submission.hint()).contains("vendaval errors words");
    }

    @Test
    void withoutAFreeSlotTheSubmitIsAcceptedAndSaysWhyNothingRuns() throws IOException {
        answer(Infos.unplaced("no slot is free on 2 supervisors"));

        Submission submission = submit(Duration.ofMillis(300));

        assertThat(submission.state()).isEqualTo(Submission.State.NO_SLOTS);
        assertThat(submission.message()).contains("no slot is free on 2 supervisors");
        assertThat(progress).last().asString().contains("0 of 1 executors ready", "no slot is free");
    }

    @Test
    void notUpInTimeSaysHowFarItGot() throws IOException {
        answer(Infos.withExecutors(ExecutorState.RUNNING, ExecutorState.STARTING));

        Submission submission = submit(Duration.ofMillis(300));

        assertThat(submission.state()).isEqualTo(Submission.State.TIMEOUT);
        assertThat(submission.message()).contains("1 of 2 executors ready");
    }

    @Test
    void aTakenNameIsRefusedBeforeAnythingIsUploaded() {
        answer(Infos.withExecutors(ExecutorState.RUNNING));
        isListed(10);

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> submit(Duration.ofSeconds(5)))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(Code.NAME_TAKEN));
        assertThat(nimbus.artifacts).isEmpty();
        assertThat(nimbus.submits).isEmpty();
    }

    @Test
    void aSubmitWhoseAnswerWasLostIsRepeatedWithTheSameId() throws IOException {
        answer(Infos.withExecutors(ExecutorState.RUNNING));
        nimbus.submitFailures.add(new ServiceException(Code.NO_CLUSTER, "leadership lost", null));

        assertThat(submit(Duration.ofSeconds(10)).state()).isEqualTo(Submission.State.UP);

        assertThat(nimbus.submits).hasSizeGreaterThan(1);
        assertThat(nimbus.submits)
                .extracting(SubmitRequest::submitId)
                .containsOnly(nimbus.submits.get(0).submitId());
    }

    @Test
    void theBackendHandsOutRefusalsAsSubmitExceptions() {
        nimbus.submitFailures.add(new ServiceException(Code.INVALID_TOPOLOGY, "bad", "better"));
        ClusterSubmissionBackend backend = new ClusterSubmissionBackend(
                () -> client, Map.of("topology.workers", 3), null, SubmitOptions.DEFAULT, progress::add);

        assertThatExceptionOfType(SubmitException.class)
                .isThrownBy(() -> backend.submit("words", Map.of("mine", "x"), topology()))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(Code.INVALID_TOPOLOGY);
                    assertThat(refused.hint()).isEqualTo("better");
                });
        assertThat(nimbus.submits.get(0).config()).containsEntry("mine", "x").containsEntry("topology.workers", 3);
    }

    @Test
    void aWrongKeyOfTheTopologyIsRefusedByTheBackendWithTheNearestName() {
        ClusterSubmissionBackend backend =
                new ClusterSubmissionBackend(() -> client, Map.of(), null, SubmitOptions.DEFAULT, progress::add);

        assertThatExceptionOfType(SubmitException.class)
                .isThrownBy(() -> backend.submit("words", Map.of("topology.worker", 2), topology()))
                .withMessageContaining("topology.workers")
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(Code.CONFIG));
    }

    @Test
    void killReturnsWhenTheNameIsFree() {
        answer(Infos.withExecutors(ExecutorState.RUNNING));
        isListed(2);

        VendavalClient.Killed killed = client.kill("words", Duration.ofSeconds(3));
        client.awaitGone(List.of(killed), Duration.ofSeconds(10), progress::add);

        assertThat(nimbus.calls).containsExactly("kill words PT3S");
        assertThat(progress).containsExactly("words: draining, 3 tuple trees pending");
    }

    @Test
    void killWithoutWaitDrainsForTheMessageTimeout() {
        answer(Infos.withExecutors(ExecutorState.RUNNING));

        assertThat(client.kill("words", null).drainLimit()).isEqualTo(Duration.ofSeconds(30));
        assertThat(nimbus.calls).containsExactly("kill words null");
    }

    @Test
    void aKillThatTakesTooLongIsATimeout() {
        answer(Infos.withExecutors(ExecutorState.RUNNING));
        isListed(1_000_000);
        VendavalClient.Killed killed = client.kill("words", Duration.ZERO);

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> client.awaitGone(List.of(killed), Duration.ofMillis(200), progress::add))
                .satisfies(late -> assertThat(late.code()).isEqualTo(Code.TIMEOUT));
    }

    @Test
    void logsComeFromTheSupervisorOfTheWorkers() throws IOException {
        answer(Infos.withExecutors(ExecutorState.RUNNING));
        try (RpcServer supervisor = serveSupervisor()) {
            nimbus.supervisors.add(
                    new ClusterSummary.Supervisor("s1", "127.0.0.1", supervisor.port(), "UP", List.of()));
            List<LogLine> lines = new ArrayList<>();

            client.logs(new LogQuery("words", "bolt-0", 6700, 7, false), lines::add);

            assertThat(lines).containsExactly(new LogLine(6700, "words-1 bolt-0 7 false"), new LogLine(6700, "end"));
        }
    }

    @Test
    void theLogsOfASupervisorThatIsAwayAreNamedAndTheOthersShown() throws IOException {
        answer(Infos.onTwoSupervisors());
        int away = FreePorts.choose(1, "127.0.0.1").get(0);
        try (RpcServer supervisor = serveSupervisor()) {
            nimbus.supervisors.add(new ClusterSummary.Supervisor("s2", "127.0.0.1", away, "LOST", List.of()));
            nimbus.supervisors.add(
                    new ClusterSummary.Supervisor("s1", "127.0.0.1", supervisor.port(), "UP", List.of()));
            List<LogLine> lines = new ArrayList<>();

            assertThatExceptionOfType(ServiceException.class)
                    .isThrownBy(() -> client.logs(new LogQuery("words", null, 0, 7, false), lines::add))
                    .withMessageContaining("the logs of 127.0.0.1:6701 cannot be read: ")
                    .satisfies(missing -> {
                        assertThat(missing.code()).isEqualTo(Code.ILLEGAL_STATE);
                        assertThat(missing.hint()).contains("start its supervisor again", "workers/words-1");
                    });
            assertThat(lines).hasSize(2);
        }
    }

    @Test
    void aTopologyWithoutAWorkerHasNoLogsButIsThere() {
        answer(Infos.unplaced("no slot is free"));

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> client.logs(new LogQuery("words", null, 0, 7, false), line -> {}))
                .withMessage("topology 'words' has no worker yet")
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(Code.ILLEGAL_STATE));
    }

    @Test
    void logsOfAnUnknownComponentNameTheKnownOnes() {
        answer(Infos.withExecutors(ExecutorState.RUNNING));

        assertThatExceptionOfType(ServiceException.class)
                .isThrownBy(() -> client.logs(new LogQuery("words", "blot-0", 0, 7, false), line -> {}))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(Code.NOT_FOUND);
                    assertThat(refused.hint()).contains("bolt-0");
                });
    }

    private RpcServer serveSupervisor() throws IOException {
        return rpc.serveSupervisor(
                ANY_PORT,
                (caller, request, sink, cancelled) -> {
                    sink.accept(new LogLine(
                            request.port(),
                            request.topologyId() + " " + request.component() + " " + request.lines() + " "
                                    + request.follow()));
                    sink.accept(new LogLine(request.port(), "end"));
                },
                (hello, orders) -> {
                    throw new UnsupportedOperationException("no worker in these tests");
                },
                (caller, death) -> {});
    }

    private Submission submit(Duration timeout) throws IOException {
        Path jar = Jars.write(directory.resolve("app.jar"));
        return client.submit(
                new SubmitOrder("words", Map.of(), topology(), jar),
                new SubmitOptions(true, false, timeout),
                progress::add);
    }

    static Topology topology() {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("spout", new SilentSpout());
        builder.setBolt("bolt-0", new SilentBolt()).shuffleGrouping("spout");
        return builder.build();
    }

    private static final class SilentSpout implements Spout {
        private static final long serialVersionUID = 1L;

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector collector) {}

        @Override
        public void nextTuple() {}

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new dev.vendaval.api.Fields("word"));
        }
    }

    private static final class SilentBolt implements BasicBolt {
        private static final long serialVersionUID = 1L;

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {}

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {}
    }
}
