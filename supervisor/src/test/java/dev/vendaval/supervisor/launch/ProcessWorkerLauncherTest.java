package dev.vendaval.supervisor.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.supervisor.archive.ClassArchive;
import dev.vendaval.supervisor.disk.SupervisorDirectory;
import dev.vendaval.supervisor.disk.WorkerDirectories;
import dev.vendaval.supervisor.disk.WorkerRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers as real processes. */
class ProcessWorkerLauncherTest {
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final String TOPOLOGY = "words-1";

    @TempDir
    private Path localDir;

    private SupervisorDirectory directory;
    private WorkerDirectories workers;
    private final List<WorkerHandle> launched = new ArrayList<>();

    @BeforeEach
    void setUp() throws IOException {
        directory = SupervisorDirectory.open(localDir);
        workers = directory.workers();
    }

    @AfterEach
    void tearDown() throws IOException {
        launched.forEach(WorkerHandle::destroyForcibly);
        directory.close();
    }

    private WorkerHandle launch(String... jvmOptions) throws IOException {
        workers.nextLaunch(TOPOLOGY, 6700, Instant.EPOCH);
        WorkerHandle handle = launcher().launch(request(jvmOptions));
        launched.add(handle);
        return handle;
    }

    private static ProcessWorkerLauncher launcher() {
        return new ProcessWorkerLauncher(
                JAVA_HOME, System.getProperty("java.class.path"), TinyWorker.class.getName(), List::of);
    }

    private LaunchRequest request(String... jvmOptions) {
        return new LaunchRequest(
                TOPOLOGY,
                "127.0.0.1",
                6700,
                new HostPort("127.0.0.1", 6628),
                new Incarnation(2, 5, 1),
                workers.path(TOPOLOGY, 6700),
                log(),
                64L << 20,
                List.of(jvmOptions));
    }

    private Path log() {
        return localDir.resolve("worker.log");
    }

    private void awaitLog(String text) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(log()).content().contains(text));
    }

    private static int exitCode(WorkerHandle worker) throws Exception {
        return worker.onExit().get(30, TimeUnit.SECONDS);
    }

    @Test
    void theWorkerGetsItsArgumentsOptionsDirectoryAndLog() throws Exception {
        WorkerHandle worker = launch("-Dtiny=exit");

        assertThat(exitCode(worker)).isEqualTo(7);
        Path path = workers.path(TOPOLOGY, 6700);
        assertThat(log())
                .content()
                .contains("arguments [--supervisor, 127.0.0.1:6628, --host, 127.0.0.1, --incarnation, 2.5.1,"
                        + " --code-dir, " + path + "]")
                .contains("role worker")
                .contains("directory " + path);
        assertThat(path.resolve("ended")).exists();
    }

    @Test
    void theCommandLineNamesRoleTopologyPortAndMainClass() throws Exception {
        WorkerHandle worker = launch();
        awaitLog("role worker");

        assertThat(ProcessHandle.of(worker.pid())
                        .orElseThrow()
                        .info()
                        .commandLine()
                        .orElseThrow())
                .contains("-Dvendaval.role=worker -Dvendaval.topology=words-1 -Dvendaval.port=6700 ")
                .contains("-Xmx" + (64L << 20))
                .contains(TinyWorker.class.getName());
    }

    @Test
    @Tag("F2")
    void aKilledWorkerIsNoticedAtOnce() throws Exception {
        WorkerHandle worker = launch();
        awaitLog("role worker");
        Process kill = new ProcessBuilder("kill", "-9", Long.toString(worker.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThat(worker.onExit().get(2, TimeUnit.SECONDS)).isEqualTo(137);
    }

    @Test
    @Tag("F1")
    void aWorkerWithoutHeapEnds() throws Exception {
        assertThat(exitCode(launch("-Dtiny=heap"))).isNotZero();
        assertThat(log()).content().contains("OutOfMemoryError");
    }

    @Test
    void aJavaThatIsNotThereIsSaidAtOnce() {
        ProcessWorkerLauncher launcher = new ProcessWorkerLauncher(localDir, "x.jar", "Main", List::of);
        assertThatThrownBy(() -> launcher.launch(request())).isInstanceOf(IOException.class);
    }

    @Test
    void relativeClassPathEntriesBecomeAbsolute() {
        assertThat(ProcessWorkerLauncher.ofThisJvm(List::of).command(request()))
                .contains("dev.vendaval.worker.WorkerMain");
        assertThat(ClassArchive.absolute("lib/a.jar:lib/b.jar"))
                .isEqualTo(Path.of("lib/a.jar").toAbsolutePath() + ":"
                        + Path.of("lib/b.jar").toAbsolutePath());
    }

    @Test
    @Tag("F3")
    void aWorkerThatAnEarlierSupervisorLaunchedIsFoundAndItsEndIsSeen() throws Exception {
        WorkerHandle worker = launch();
        awaitLog("role worker");

        WorkerHandle found = launcher().find(worker.pid(), worker.birth()).orElseThrow();
        assertThat(found.pid()).isEqualTo(worker.pid());
        assertThat(found.birth()).isEqualTo(worker.birth()).isNotEmpty();
        assertThat(found.isGone()).isFalse();
        found.destroyForcibly();

        assertThat(exitCode(worker)).isEqualTo(137);
        await().atMost(Duration.ofSeconds(2)).until(found::isGone);
        assertThat(found.onExit()).isCompletedWithValue(WorkerHandle.UNKNOWN_EXIT);
        assertThat(launcher().find(worker.pid(), worker.birth())).isEmpty();
    }

    @Test
    void whatAKilledSupervisorHasLeftIsEndedOnceItsDirectoryIsFree() throws Exception {
        WorkerHandle worker = launch();
        awaitLog("role worker");
        workers.writeRecord(
                TOPOLOGY,
                6700,
                new WorkerRecord(
                        worker.pid(), worker.birth(), new Incarnation(2, 5, 1), 0, null, Duration.ofSeconds(1)));
        assertThatThrownBy(() -> LeftWorkers.end(localDir, Duration.ofSeconds(10)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another supervisor runs");
        directory.close();

        assertThat(LeftWorkers.end(localDir, Duration.ofSeconds(10))).isEqualTo(1);

        assertThat(exitCode(worker)).isEqualTo(143);
        assertThat(LeftWorkers.end(localDir, Duration.ofSeconds(10))).isZero();
        assertThat(LeftWorkers.end(localDir.resolve("never used"), Duration.ofSeconds(10)))
                .isZero();
    }

    @Test
    @Tag("F3")
    void aProcessThatOnlyHasTheIdOfAnEarlierWorkerIsNotFound() throws Exception {
        WorkerHandle other = launch();
        awaitLog("role worker");

        assertThat(launcher().find(other.pid(), other.birth() + "0")).isEmpty();
        assertThat(launcher().find(4_000_000, other.birth())).isEmpty();
        assertThat(other.onExit()).isNotDone();
    }

    @Test
    @Tag("F3")
    void aDeadProcessThatNobodyHasCollectedCountsAsGone() throws Exception {
        // The shell's child ends; the shell has become a sleep, which collects nobody.
        Process parent = new ProcessBuilder("sh", "-c", "sleep 0 & echo $!; exec sleep 60").start();
        try (BufferedReader output = parent.inputReader()) {
            long child = Long.parseLong(output.readLine());
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> ProcessBirth.of(child).isEmpty());
            assertThat(ProcessBirth.of(parent.pid())).isPresent();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    @Tag("F2")
    void aStoppedProcessIsKnownAsSuch() throws Exception {
        WorkerHandle worker = launch();
        awaitLog("role worker");
        assertThat(ProcessBirth.isStopped(worker.pid())).isFalse();

        new ProcessBuilder("kill", "-STOP", Long.toString(worker.pid())).start().waitFor(10, TimeUnit.SECONDS);

        await().atMost(Duration.ofSeconds(10)).until(() -> ProcessBirth.isStopped(worker.pid()));
        assertThat(ProcessBirth.of(worker.pid())).contains(worker.birth());
    }

    @Test
    @Tag("F2")
    void whatTheThreadsOfAWorkerDoIsWrittenBesideItsLogAndTheOldestGo() throws Exception {
        WorkerHandle worker = launch();
        awaitLog("role worker");
        for (int launch = 1; launch <= ThreadDump.MOST_FILES; launch++) {
            Files.writeString(localDir.resolve("threads-" + launch + ".txt"), "old");
        }

        String where = new ThreadDump(JAVA_HOME, Duration.ofSeconds(30)).write(worker.pid(), log(), 11);

        assertThat(where).isEqualTo("what its threads did is in " + localDir.resolve("threads-11.txt"));
        assertThat(localDir.resolve("threads-11.txt"))
                .content()
                .contains("\"main\"")
                .contains("TinyWorker");
        assertThat(localDir.resolve("threads-1.txt")).doesNotExist();
        assertThat(localDir.resolve("threads-2.txt")).exists();
    }

    @Test
    @Tag("F2")
    void aStoppedProcessIsNotWaitedForAndAJavaWithoutToolsPrintsIntoTheLog() throws Exception {
        WorkerHandle worker = launch();
        awaitLog("role worker");
        assertThat(new ThreadDump(localDir, Duration.ofSeconds(30)).write(worker.pid(), log(), 1))
                .contains(log().toString());
        awaitLog("Full thread dump");

        new ProcessBuilder("kill", "-STOP", Long.toString(worker.pid())).start().waitFor(10, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(10)).until(() -> ProcessBirth.isStopped(worker.pid()));
        assertThat(new ThreadDump(JAVA_HOME, Duration.ofSeconds(30)).write(worker.pid(), log(), 1))
                .contains("stopped");
    }
}
