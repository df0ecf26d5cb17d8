package dev.vendaval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.RpcServer;
import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.testing.FakeNimbus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vendaval jar} in this JVM, with a jar made of a class of these tests. */
class JarCommandTest {
    /** A port that no Nimbus has. */
    private static final int NOBODY = 1;

    private static final String MAIN = UserJars.MAIN;

    @TempDir
    Path directory;

    private final FakeNimbus nimbus = new FakeNimbus();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path jar;
    private RpcFactory rpc;
    private RpcServer server;

    @BeforeEach
    void serve() throws IOException {
        jar = UserJars.create(directory);
        rpc = new RpcFactory(new Caller("tester", "localhost", "test"));
        server = rpc.serveNimbus(new HostPort("127.0.0.1", 0), nimbus, nimbus);
    }

    @AfterEach
    void stop() {
        server.close();
        rpc.close();
    }

    private int run(String... arguments) {
        return runAt(server.port(), arguments);
    }

    private int runAt(int port, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-c", "nimbus.seeds=[\"127.0.0.1:" + port + "\"]"));
        all.addAll(List.of(arguments));
        return Vendaval.run(
                all,
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
    void mainGetsItsArgumentsUntouchedAndItsTopologyIsUp() {
        nimbus.infos.add(Answers.info());

        int exitCode =
                run("-c", "topology.workers=3", "jar", jar.toString(), MAIN, "submit", "--json", "-c", "@x", "--");

        assertThat(err())
                .isEqualTo("uploading app.jar (0.0 MiB)" + System.lineSeparator() + "words: 1 of 1 executors ready");
        assertThat(exitCode).isZero();
        assertThat(out()).contains("arguments [submit, --json, -c, @x, --] loaded by user", "words (words-1) is up");
        assertThat(nimbus.artifacts).hasSize(1);
        assertThat(nimbus.submits.get(0).config()).containsEntry("mine", 1).containsEntry("topology.workers", 3);
    }

    @Test
    void withJsonStandardOutputHasTheDocumentOnly() {
        nimbus.infos.add(Answers.info());

        assertThat(run("jar", "--json", jar.toString(), MAIN, "submit")).isZero();

        assertThat(out()).isEqualTo("{\"topologies\":[{\"name\":\"words\",\"id\":\"words-1\",\"state\":\"UP\"}]}");
        assertThat(err()).contains("arguments [submit]");
    }

    @Test
    void withoutWaitingItIsAcceptedAndInactiveIsPassedOn() {
        assertThat(run("jar", "--json", "--no-wait", "--inactive", jar.toString(), MAIN, "submit"))
                .isZero();

        assertThat(out()).contains("\"state\":\"ACCEPTED\"");
        assertThat(nimbus.submits.get(0).inactive()).isTrue();
    }

    @Test
    void aPrepareThatThrewIsExitCode5WithCodeUserCode() {
        nimbus.infos.add(failed());

        assertThat(run("jar", "--json", jar.toString(), MAIN, "submit")).isEqualTo(5);

        assertThat(out())
                .startsWith("{\"error\":{\"code\":\"USER_CODE\"")
                .contains("no such table", "\"topologies\":[{\"name\":\"words\"");
    }

    private static TopologyInfo failed() {
        TopologyInfo info = Answers.info();
        return new TopologyInfo(
                info.name(),
                info.id(),
                info.status(),
                1,
                1,
                1,
                1,
                info.config(),
                0,
                info.workers(),
                info.components(),
                List.of(new TopologyInfo.Executor(
                        "spout", List.of(1), "s1", "127.0.0.1", 6700, ExecutorState.FAILED, 0, 0, 1)),
                List.of(),
                List.of(new ErrorReport("spout", 1, "127.0.0.1", 6700, 1, 2, 1, "no such table", "stack")),
                List.of());
    }

    @Test
    void aMainThatThrowsIsExitCode1WithItsStackAndNotOurs() {
        assertThat(run("jar", jar.toString(), MAIN, "throw")).isEqualTo(1);

        assertThat(err())
                .contains("error: main of " + MAIN + " threw java.lang.IllegalArgumentException: no such input")
                .contains(MAIN + ".main(SubmittingMain.java")
                .doesNotContain("Method.invoke", "picocli");
    }

    @Test
    void aMainThatSubmitsNothingIsToldSo() {
        assertThat(run("jar", jar.toString(), MAIN, "nothing")).isZero();

        assertThat(err()).contains("ended without submitting a topology");
    }

    @Test
    void aMainThatIsAskedForHelpNeedsNoClusterAndNeedNotSubmitAnything() {
        assertThat(runAt(NOBODY, "jar", jar.toString(), MAIN, "nothing", "--help"))
                .isZero();

        assertThat(err()).isEmpty();
    }

    @Test
    void withoutAClusterMainIsNotRun() {
        assertThat(runAt(NOBODY, "jar", jar.toString(), MAIN, "nothing")).isEqualTo(3);

        assertThat(err()).contains("no Nimbus reachable").doesNotContain("ended without submitting");
    }

    @Test
    void aMainThatCatchesTheRefusalOfItsOnlySubmitFailsAllTheSame() {
        nimbus.submitFailures.add(new ServiceException(Code.NAME_TAKEN, "words is there already", "kill it"));

        assertThat(run("jar", "--json", jar.toString(), MAIN, "catch")).isEqualTo(1);

        assertThat(out())
                .isEqualTo("{\"error\":{\"code\":\"NAME_TAKEN\",\"message\":\"words is there already\","
                        + "\"hint\":\"kill it\"}}");
    }

    @Test
    void whatIsWrongWithJarOrClassIsExitCode2() {
        assertThat(run("jar", "missing.jar", MAIN)).isEqualTo(2);
        assertThat(run("jar", jar.toString(), "SubmitingMain")).isEqualTo(2);
        assertThat(run("jar", jar.toString(), "--no-wait", MAIN)).isEqualTo(2);
        assertThat(run("jar", jar.toString())).isEqualTo(2);

        assertThat(err())
                .contains("the jar missing.jar is not there")
                .contains("there is no class SubmitingMain", "the nearest are " + MAIN)
                .contains("options go before JAR")
                .contains("CLASS");
    }
}
