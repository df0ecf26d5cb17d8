package dev.vendaval.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.RpcServer;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.testing.FakeNimbus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands in a JVM of their own that ends before they have answered. SIGTERM stands for Ctrl-C, which a process started
 * in the background may have to ignore.
 */
class EarlyEndTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int TERMINATED = 143;

    @TempDir
    Path directory;

    private final FakeNimbus nimbus = new FakeNimbus();
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

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.vendaval.cli.Vendaval",
                "-c",
                "nimbus.seeds=[\"127.0.0.1:" + server.port() + "\"]"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
    }

    private String out() throws IOException {
        return Files.readString(directory.resolve("out"));
    }

    private String err() throws IOException {
        return Files.readString(directory.resolve("err"));
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static TopologyInfo starting() {
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
                        "spout", List.of(1), "s1", "127.0.0.1", 6700, ExecutorState.STARTING, 0, 0, 0)),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void anInterruptedJarSaysThatTheAcceptedTopologyGoesOn() throws Exception {
        nimbus.infos.add(starting());
        Process process = start("jar", jar.toString(), UserJars.MAIN, "submit");
        await().atMost(LONGEST).until(() -> err().contains("0 of 1 executors ready"));

        process.destroy();

        assertThat(exitCode(process)).isEqualTo(TERMINATED);
        assertThat(err()).contains("interrupted; words was accepted and goes on", "remove it: vendaval kill words");
    }

    @Test
    void anInterruptedKillWithJsonPrintsOneDocument() throws Exception {
        nimbus.infos.add(Answers.info());
        nimbus.listed.add(Answers.summary());
        Process process = start("--json", "kill", "words");
        await().atMost(LONGEST).until(() -> err().contains("words: draining"));

        process.destroy();

        assertThat(exitCode(process)).isEqualTo(TERMINATED);
        assertThat(out().strip())
                .isEqualTo("{\"error\":{\"code\":\"TIMEOUT\",\"message\":\"interrupted; words goes on ending\","
                        + "\"hint\":null}}");
    }

    @Test
    void aMainThatEndsTheJvmIsToldOfWithItsOwnExitCode() throws Exception {
        Process process = start("--json", "jar", jar.toString(), UserJars.MAIN, "exit");

        assertThat(exitCode(process)).isEqualTo(7);
        assertThat(out())
                .startsWith("{\"error\":{\"code\":\"USER_CODE\"")
                .contains("main of " + UserJars.MAIN + " ended the JVM itself");
        Process forPeople = start("jar", jar.toString(), UserJars.MAIN, "exit");
        assertThat(exitCode(forPeople)).isEqualTo(7);
        assertThat(err()).contains("main of " + UserJars.MAIN + " ended the JVM itself");
    }

    @Test
    void aConstructorThatEndsTheJvmIsToldOfWhileItsFileIsChecked() throws Exception {
        Path file = Files.writeString(directory.resolve("t.yaml"), """
                name: t
                spouts:
                  - {id: spout, className: dev.vendaval.cli.SubmittingMain$TellingSpout, constructorArgs: [exit]}
                """);
        exitCode(start("--json", "flux", "validate", "--jar", jar.toString(), file.toString()));

        assertThat(out())
                .startsWith("{\"error\":{\"code\":\"USER_CODE\"")
                .contains("the topology file " + file + " ended the JVM itself");
        exitCode(start("--json", "jar", jar.toString(), "--flux", file.toString(), "--dry-run"));
        assertThat(out()).contains("the topology file " + file + " ended the JVM itself");
    }
}
