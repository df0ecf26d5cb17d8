package dev.vendaval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.RpcServer;
import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.LogLine;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.testing.FakeNimbus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands in this JVM, from command line to exit code, against a Nimbus that answers as told. */
class CommandsTest {
    private static final Caller CALLER = new Caller("tester", "localhost", "test");
    private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);

    @TempDir
    Path directory;

    private final FakeNimbus nimbus = new FakeNimbus();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private RpcFactory rpc;
    private RpcServer server;
    private int port;

    @BeforeEach
    void serve() throws IOException {
        rpc = new RpcFactory(CALLER);
        server = rpc.serveNimbus(ANY_PORT, nimbus, nimbus);
        port = server.port();
    }

    @AfterEach
    void stop() {
        server.close();
        rpc.close();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-c", "nimbus.seeds=[\"127.0.0.1:" + port + "\"]"));
        all.addAll(List.of(arguments));
        return runWithoutSeeds(all.toArray(String[]::new));
    }

    private int runWithoutSeeds(String... arguments) {
        out.reset();
        err.reset();
        return Vendaval.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of());
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void listAsJsonHasTheContractsFields() {
        nimbus.listed.add(Answers.summary());

        assertThat(run("list", "--json")).isZero();

        assertThat(out())
                .isEqualTo("{\"topologies\":[{\"name\":\"words\",\"id\":\"words-1\",\"status\":\"ACTIVE\","
                        + "\"submittedAtMs\":1000,\"uptimeMs\":125000,\"workers\":2,\"executors\":5,\"tasks\":7}]}");
        assertThat(err()).isEmpty();
    }

    @Test
    void listForPeopleIsATable() {
        nimbus.listed.add(Answers.summary());

        assertThat(run("list")).isZero();

        assertThat(out()).isEqualTo("""
                        NAME   STATUS  UPTIME  WORKERS  EXECUTORS  TASKS  ID
                        words  ACTIVE  2m 5s         2          5      7  words-1""");
    }

    @Test
    void anEmptyListSaysHowToSubmit() {
        assertThat(run("list")).isZero();
        assertThat(out()).contains("no topologies", "vendaval jar");
    }

    @Test
    void clusterAsJsonNamesFreeSlotsWithNull() {
        nimbus.nimbuses.add(new ClusterSummary.Nimbus("127.0.0.1", 6627, true));
        nimbus.supervisors.add(new ClusterSummary.Supervisor(
                "s1",
                "127.0.0.1",
                6628,
                "UP",
                List.of(new ClusterSummary.Slot(6700, "words-1"), new ClusterSummary.Slot(6701, null))));

        assertThat(run("--json", "cluster")).isZero();

        assertThat(out())
                .isEqualTo(
                        "{\"nimbus\":[{\"host\":\"127.0.0.1\",\"port\":6627,\"leader\":true}],"
                                + "\"supervisors\":[{\"id\":\"s1\",\"host\":\"127.0.0.1\",\"port\":6628,\"state\":\"UP\","
                                + "\"slots\":[{\"port\":6700,\"topologyId\":\"words-1\"},{\"port\":6701,\"topologyId\":null}]}]}");
    }

    @Test
    void infoAsJsonHasTheContractsFields() {
        nimbus.infos.add(Answers.info());

        assertThat(run("info", "words", "--json")).isZero();

        assertThat(out())
                .startsWith("{\"name\":\"words\",\"id\":\"words-1\",\"status\":\"ACTIVE\",\"assignmentVersion\":1,"
                        + "\"submittedAtMs\":1000,\"uptimeMs\":125000,\"workersWanted\":1,"
                        + "\"config\":{\"topology.message.timeout\":\"30s\"},\"lostUntracked\":0,"
                        + "\"workers\":[{\"supervisor\":\"s1\",\"host\":\"127.0.0.1\",\"port\":6700,\"pid\":42,"
                        + "\"incarnation\":\"0.1.1\",\"state\":\"RUNNING\",\"uptimeMs\":1000,\"heapUsedBytes\":1048576,"
                        + "\"rssBytes\":2097152,\"inFlight\":{\"pendingTrees\":3,\"trackedTrees\":3,\"inboxTuples\":1,"
                        + "\"outboxTuples\":2,\"creditsOut\":0,\"unackedFrames\":0}}],"
                        + "\"components\":[{\"id\":\"count\",\"kind\":\"bolt\",\"tasks\":2,\"executors\":1,"
                        + "\"streams\":{\"default\":{\"emitted\":5,\"transferred\":6}},\"executed\":7,\"acked\":8,"
                        + "\"failed\":9,\"timedOut\":1,\"pending\":0,\"errors\":1,"
                        + "\"completeLatencyUs\":{\"count\":0,\"p50\":0,\"p99\":0,\"max\":0},"
                        + "\"executeLatencyUs\":{\"count\":7,\"p50\":12,\"p99\":3400,\"max\":5000},")
                .contains("\"executors\":[{\"component\":\"count\",\"tasks\":[2,3],\"supervisor\":\"s1\","
                        + "\"host\":\"127.0.0.1\",\"port\":6700,\"state\":\"RUNNING\",\"executed\":7,\"emitted\":5,"
                        + "\"restarts\":1}],\"unassigned\":[],")
                .contains("\"errors\":[{\"component\":\"count\",\"task\":2,\"host\":\"127.0.0.1\",\"port\":6700,"
                        + "\"firstAtMs\":1000,\"lastAtMs\":2000,\"count\":3,\"message\":\"bad \\\"word\\\"\","
                        + "\"stack\":\"java.lang.IllegalStateException: bad\\n\\tat a.B.c(B.java:1)\"}]");
    }

    @Test
    void infoForPeopleShowsComponentsExecutorsWorkersAndErrors() {
        nimbus.infos.add(Answers.info());

        assertThat(run("info", "words")).isZero();

        assertThat(out())
                .contains("words (words-1)  ACTIVE  up 2m 5s  workers 1 of 1  assignment 1")
                .containsPattern("count +bolt +1 +2 +5 +7 +8 +9 +- +1 +12us +3.4ms")
                .containsPattern("count +\\[2-3] +127.0.0.1:6700 +RUNNING +7 +5 +1")
                .contains("stacks: vendaval errors words");
    }

    @Test
    void aLostWorkerIsNotCountedAndNothingOfItIsShownAsIfItLived() {
        nimbus.infos.add(Answers.infoWithLostWorker());

        assertThat(run("info", "words")).isZero();

        assertThat(out())
                .contains("workers 0 of 1")
                .containsPattern("127.0.0.1:6700 +LOST +42 +- +- +- +- +- +s1")
                .containsPattern("count +\\[2-3] +127.0.0.1:6700 +LOST +7 +5 +1");
    }

    @Test
    void theAckersRowHasTreesAndNoCountsOfTuples() {
        nimbus.infos.add(Answers.infoWithAcker());

        assertThat(run("info", "words")).isZero();

        assertThat(out()).containsPattern("__acker +system +0 +3 +- +- +70 +9 +4 +0 +- +-");
    }

    @Test
    void anUnknownTopologyIsExitCode4WithTheNearestNames() {
        nimbus.listed.add(Answers.summary());

        assertThat(run("info", "wrods", "--json")).isEqualTo(4);

        assertThat(out())
                .isEqualTo("{\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"there is no topology 'wrods'\","
                        + "\"hint\":\"did you mean words?\"}}");
    }

    @Test
    void explainBeginsWithTheVerdictAndHasAllOfItAsJson() {
        nimbus.explanations.add(Answers.explanation());

        assertThat(run("explain", "words")).isZero();
        assertThat(out().lines().findFirst()).contains("not emitting: spout lines task 1 waits");
        assertThat(out())
                .contains("spout lines task 1 on 127.0.0.1:6700  WAITS_FOR_CREDIT")
                .contains("0.0 tuples/s, pending 3 of at most 10, the oldest for 12s")
                .contains("count task 2 on 127.0.0.1:6700: execute has not returned for 12s")
                .contains("    at com.acme.Foo.bar(Foo.java:12)")
                .contains("oldest pending tree: 1f of lines task 1, for 12s")
                .contains("held by count [2] on 127.0.0.1:6700, which has executed it")
                .contains("worker 127.0.0.1:6701 is lost")
                .containsPattern("count +\\[2] +127.0.0.1:6700 +5 +0 +1 +0.0")
                .containsPattern("count +\\[3] +127.0.0.1:6700 +4 +\\? +\\? +\\?")
                .contains("?: sits in a call and cannot say")
                .contains("not placed: count [3]: no slot is free")
                .contains("stacks: vendaval errors words");
        assertThat(run("explain", "words", "--json")).isZero();
        assertThat(out())
                .startsWith("{\"name\":\"words\",\"id\":\"words-1\",\"status\":\"ACTIVE\",\"verdict\":\"not emitting:")
                .contains("\"reason\":\"WAITS_FOR_CREDIT\"")
                .contains("\"oldestTree\":{\"component\":\"lines\",\"task\":1,\"root\":\"1f\",\"ageMs\":12000");
    }

    @Test
    void explainOfAnUnknownNameExitsWithFour() {
        assertThat(run("explain", "nothere")).isEqualTo(4);
    }

    @Test
    void errorsAndItsAliasShowStacks() {
        nimbus.infos.add(Answers.info());

        assertThat(run("errors", "words")).isZero();
        assertThat(out())
                .contains("count task 2 on 127.0.0.1:6700, 3 times, last at 1970-01-01T00:00:02Z: bad \"word\"")
                .contains("at a.B.c(B.java:1)");
        assertThat(run("get-errors", "words", "--json")).isZero();
        assertThat(out()).startsWith("{\"errors\":[{\"component\":\"count\"");
    }

    @Test
    void activateAndDeactivateSayTheNewStatus() {
        nimbus.infos.add(Answers.info());

        assertThat(run("deactivate", "words", "--json")).isZero();
        assertThat(out()).isEqualTo("{\"name\":\"words\",\"status\":\"INACTIVE\"}");
        assertThat(run("activate", "words")).isZero();
        assertThat(out()).isEqualTo("words is active");
        assertThat(nimbus.calls).containsExactly("deactivate words", "activate words");
    }

    @Test
    void killReturnsWhenTheNamesAreFree() {
        nimbus.infos.add(Answers.info());

        assertThat(run("kill", "words", "-w", "3", "--json")).isZero();

        assertThat(out()).isEqualTo("{\"topologies\":[{\"name\":\"words\",\"status\":\"GONE\"}]}");
        assertThat(nimbus.calls).containsExactly("kill words PT3S");
    }

    @Test
    void aKillNotDoneInTimeIsExitCode5() {
        nimbus.infos.add(Answers.info());
        nimbus.listed.add(Answers.summary());

        assertThat(run("--timeout", "1", "--json", "kill", "words")).isEqualTo(5);

        assertThat(out()).startsWith("{\"error\":{\"code\":\"TIMEOUT\"");
        assertThat(err()).contains("words: draining, 3 tuple trees pending");
    }

    @Test
    void killOfSeveralGoesOnPastAnUnknownOneWhenToldTo() {
        assertThat(run("kill", "nosuch")).isEqualTo(4);
        assertThat(run("kill", "-i", "nosuch")).isZero();
        assertThat(err()).contains("warning: nosuch was not killed");
    }

    @Test
    void logsShowThePortOfEachLine() throws IOException {
        nimbus.infos.add(Answers.info());
        try (RpcServer supervisor = serveSupervisor()) {
            nimbus.supervisors.add(
                    new ClusterSummary.Supervisor("s1", "127.0.0.1", supervisor.port(), "UP", List.of()));

            assertThat(run("logs", "words", "--lines", "5")).isZero();
            assertThat(out()).isEqualTo("6700  line of words-1, 5");
            assertThat(run("logs", "words", "--json")).isZero();
            assertThat(out()).isEqualTo("{\"lines\":[{\"port\":6700,\"line\":\"line of words-1, 100\"}]}");
            assertThat(run("logs", "words", "--component", "cuont")).isEqualTo(4);
            assertThat(err()).contains("no component 'cuont'", "count");
        }
    }

    private RpcServer serveSupervisor() throws IOException {
        return rpc.serveSupervisor(
                ANY_PORT,
                (caller, request, sink, cancelled) ->
                        sink.accept(new LogLine(6700, "line of " + request.topologyId() + ", " + request.lines())),
                (hello, orders) -> {
                    throw new UnsupportedOperationException("no worker in these tests");
                },
                (caller, death) -> {});
    }

    @Test
    void aRefusalOfNimbusIsExitCode1WithItsCode() {
        nimbus.refusal = new ServiceException(Code.ILLEGAL_STATE, "words is KILLED, not ACTIVE", "wait");

        assertThat(run("deactivate", "words", "--json")).isEqualTo(1);

        assertThat(out())
                .isEqualTo("{\"error\":{\"code\":\"ILLEGAL_STATE\",\"message\":\"words is KILLED, not ACTIVE\","
                        + "\"hint\":\"wait\"}}");
    }

    @Test
    void noClusterIsExitCode3AndSaysWhatToStart() {
        server.close();

        assertThat(run("list")).isEqualTo(3);

        assertThat(err()).contains("no Nimbus reachable at 127.0.0.1:" + port, "vendaval dev", "nimbus.seeds");
    }

    @Test
    void aHostThatIsNotKnownIsToldInOurWordsOnly() {
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            assertThat(runWithoutSeeds("-c", "nimbus.seeds=[\"nohost.invalid:1\"]", "--timeout", "1", "list"))
                    .isEqualTo(3);
        } finally {
            root.removeHandler(handler);
        }

        assertThat(logged).isEmpty();
        assertThat(err()).startsWith("error: ").contains("nohost.invalid:1").doesNotContain("\tat ");
    }

    @Test
    void usageErrorsAreExitCode2AndJsonToo() {
        assertThat(run("lsit", "--json")).isEqualTo(2);
        assertThat(out())
                .startsWith("{\"error\":{\"code\":\"USAGE\",\"message\":\"there is no command 'lsit'\"")
                .contains("did you mean");
        assertThat(run("info")).isEqualTo(2);
        assertThat(err()).contains("NAME", "vendaval info --help");
        assertThat(run("-c", "topology.workers", "list")).isEqualTo(2);
        assertThat(err()).contains("-c topology.workers is not KEY=VALUE");
        assertThat(run("logs", "words", "-f", "--json")).isEqualTo(2);
        assertThat(runWithoutSeeds()).isEqualTo(2);
    }

    @Test
    void aWrongConfigurationIsExitCode2WithFileAndLine() throws IOException {
        Path file = directory.resolve("vendaval.yaml");
        Files.writeString(file, "nimbus.port: 6627\nnimbus.sedes: [\"a:1\"]\n");

        assertThat(runWithoutSeeds("--config", file.toString(), "list", "--json"))
                .isEqualTo(2);

        assertThat(out()).startsWith("{\"error\":{\"code\":\"CONFIG\"").contains("line 2", "nimbus.seeds");
    }

    @Test
    void commandsInHintsRepeatTheConfigurationFileThatWasGiven() throws IOException {
        Path file = directory.resolve("mine.yaml");
        Files.writeString(file, "nimbus.seeds: [\"127.0.0.1:" + port + "\"]\n");

        assertThat(runWithoutSeeds("--config", file.toString(), "list")).isZero();
        assertThat(out()).contains("vendaval --config " + file + " jar JAR CLASS");
        assertThat(runWithoutSeeds("info", "nosuch", "--config", file.toString()))
                .isEqualTo(4);
        assertThat(err()).contains("submit one with: vendaval --config " + file + " jar JAR CLASS");
        nimbus.infos.add(Answers.info());
        assertThat(runWithoutSeeds("info", "words", "--config", file.toString()))
                .isZero();
        assertThat(out()).contains("stacks: vendaval --config " + file + " errors words");
        assertThat(runWithoutSeeds("--config", file.toString(), "info")).isEqualTo(2);
        assertThat(err()).contains("see vendaval info --help");
    }

    @Test
    void globalOptionsAlsoComeAfterTheCommandAndRepeatedKeysAreAllKept() {
        nimbus.listed.add(Answers.summary());

        assertThat(runWithoutSeeds("-c", "mine=1", "list", "--json", "-c", "nimbus.seeds=[\"127.0.0.1:" + port + "\"]"))
                .isZero();

        assertThat(out()).contains("\"words\"");
    }

    @Test
    void versionAndHelpGoToStandardOutput() {
        assertThat(run("version", "--json")).isZero();
        assertThat(out()).startsWith("{\"version\":\"0.");
        assertThat(run("--version")).isZero();
        assertThat(out()).startsWith("vendaval 0.");
        assertThat(run("--version", "--json")).isZero();
        assertThat(out()).startsWith("{\"version\":\"0.").contains("\"java\":\"");
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("dev-zookeeper", "Exit codes");
        assertThat(run("kill", "--help")).isZero();
        assertThat(out()).contains("vendaval kill NAME... [-w SECONDS] [-i] [--no-wait]", "Examples:");
    }
}
