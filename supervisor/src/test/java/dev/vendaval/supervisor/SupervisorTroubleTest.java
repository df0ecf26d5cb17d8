package dev.vendaval.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.LogLine;
import dev.vendaval.protocol.service.LogRequest;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.ClusterStateException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artifacts that are wrong, workers that misbehave, a Nimbus that goes: with time that passes only when told. */
class SupervisorTroubleTest {
    private static final byte[] JAR = "jar".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private final ManualClock clock = new ManualClock();
    private Stage stage;

    @BeforeEach
    void setUp() throws Exception {
        stage = new Stage(directory);
    }

    @AfterEach
    void tearDown() {
        stage.close();
    }

    private static String sha256() throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(JAR));
    }

    private void awaitNotice(String text) {
        stage.awaitReport(report -> report.notices().toString().contains(text));
    }

    /** Lets time pass until the condition holds, each step longer than any time limit but the one tested. */
    private void passTimeUntil(Duration step, java.util.concurrent.Callable<Boolean> condition) {
        await().atMost(Stage.PATIENCE).pollInterval(Duration.ofMillis(150)).until(() -> {
            clock.advance(step);
            return condition.call();
        });
    }

    @Test
    void anArtifactWithAWrongHashIsShownAndFetchedAgain() throws Exception {
        stage.nimbus.artifacts.put(sha256(), "tampered".getBytes(StandardCharsets.UTF_8));
        stage.submit("words-1", sha256());
        stage.assign("words-1", 1, Stage.PORT);
        stage.start(clock.clock());
        awaitNotice("hash");
        assertThat(stage.launcher.launched).isEmpty();

        stage.nimbus.artifacts.put(sha256(), JAR);
        passTimeUntil(Duration.ofSeconds(1), () -> !stage.launcher.launched.isEmpty());
        stage.awaitReport(report -> report.workers().size() == 1);
    }

    @Test
    void withoutANimbusTheArtifactWaitsUntilThereIsOne() throws Exception {
        stage.nimbusDies();
        stage.nimbusFailsOver();
        stage.nimbus.artifacts.put(sha256(), JAR);
        stage.submit("words-1", sha256());
        stage.assign("words-1", 1, Stage.PORT);
        stage.start(clock.clock());

        passTimeUntil(Duration.ofMillis(500), () -> !stage.launcher.launched.isEmpty());
    }

    @Test
    @Tag("F3")
    void workersHearThatTheHostMayBeCutOffAndThatItIsNot() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start(clock.clock());
        FakeWorker worker = stage.definedWorker(1);

        stage.clusterState.unreachable = true;
        await().atMost(Stage.PATIENCE)
                .untilAsserted(() -> assertThat(worker.orders(WorkerOrder.HostCutOff.class))
                        .containsExactly(new WorkerOrder.HostCutOff(true)));
        worker.disconnect();
        worker.connect();
        await("it is told again")
                .atMost(Stage.PATIENCE)
                .until(() -> worker.orders(WorkerOrder.HostCutOff.class).size() == 2);
        stage.clusterState.unreachable = false;
        await().atMost(Stage.PATIENCE)
                .untilAsserted(() -> assertThat(worker.orders(WorkerOrder.HostCutOff.class))
                        .endsWith(new WorkerOrder.HostCutOff(false)));
    }

    @Test
    @Tag("F3")
    void aWorkerThatStopsIfIsolatedIsNotLaunchedWhileTheHostMayBeCutOff() throws Exception {
        stage.submit("careful-1", null, "stop");
        stage.submit("words-1", null);
        stage.assign("careful-1", 1, Stage.PORT);
        stage.assign("words-1", 1, Stage.OTHER_PORT);
        stage.start(clock.clock());
        FakeWorker first = stage.definedWorker(1);
        FakeWorker second = stage.definedWorker(2);
        FakeWorker careful = first.request.topologyId().equals("careful-1") ? first : second;
        FakeWorker other = careful == first ? second : first;

        stage.clusterState.unreachable = true;
        await().atMost(Stage.PATIENCE)
                .until(() -> !careful.orders(WorkerOrder.HostCutOff.class).isEmpty());
        careful.die(0);
        awaitNotice("topology.isolated is stop");
        other.die(0);
        stage.definedWorker(3);
        clock.advance(Duration.ofSeconds(30));
        awaitNotice("topology.isolated is stop");
        assertThat(stage.launcher.launched).hasSize(3);

        stage.clusterState.unreachable = false;
        passTimeUntil(Duration.ofSeconds(1), () -> stage.launcher.launched.size() == 4);
        assertThat(stage.worker(4).request.topologyId()).isEqualTo("careful-1");
    }

    @Test
    @Tag("F2")
    void quickDeathsBackOffAndAreShown() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start(clock.clock());
        stage.definedWorker(1).die(1);
        FakeWorker second = stage.definedWorker(2);
        Files.writeString(second.request.logFile(), "it hurts\n");
        second.die(3);
        awaitNotice("exit code 3");
        assertThat(stage.notices()).contains("it hurts");
        stage.awaitReport(report -> report.workers().get(0).state() == WorkerState.LOST);
        assertThat(stage.launcher.launched).hasSize(2);

        clock.advance(Duration.ofSeconds(1));
        stage.definedWorker(3).die(4);
        awaitNotice("exit code 4");
        clock.advance(Duration.ofMillis(1_900));
        stage.changeStatus("words-1", dev.vendaval.protocol.state.TopologyStatus.INACTIVE);
        awaitNotice("exit code 4");
        assertThat(stage.launcher.launched).hasSize(3);
        clock.advance(Duration.ofMillis(100));
        assertThat(stage.definedWorker(4).request.incarnation()).hasToString("0.1.4");
    }

    @Test
    void aWorkerThatCannotBeLaunchedIsShownAndTriedAgain() throws Exception {
        stage.launcher.broken = true;
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start(clock.clock());
        awaitNotice("no java here");

        stage.launcher.broken = false;
        clock.advance(Duration.ofSeconds(1));
        assertThat(stage.definedWorker(1).request.incarnation()).hasToString("0.1.2");
    }

    @Test
    void aWorkerThatNeverSaysHelloIsKilled() throws Exception {
        stage.launcher.workersConnect = false;
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start(clock.clock());
        FakeWorker mute = stage.worker(1);
        stage.launcher.workersConnect = true;

        passTimeUntil(Duration.ofSeconds(4), mute.onExit()::isDone);
        assertThat(mute.onExit()).isCompletedWithValue(137);
        stage.definedWorker(2);
        awaitNotice("did not connect");
    }

    @Test
    void aWorkerThatFallsSilentIsKilled() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start(clock.clock());
        FakeWorker silent = stage.definedWorker(1);

        passTimeUntil(Duration.ofSeconds(4), silent.onExit()::isDone);
        stage.definedWorker(2);
        awaitNotice("silent");
    }

    @Test
    void aStandstillOfTheSupervisorItselfIsNotBlamedOnTheWorkers() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start(clock.clock());
        FakeWorker worker = stage.definedWorker(1);

        clock.advance(Duration.ofMinutes(1));
        stage.changeStatus("words-1", dev.vendaval.protocol.state.TopologyStatus.INACTIVE);
        await().atMost(Stage.PATIENCE)
                .until(() -> worker.orders(WorkerOrder.Adopt.class).size() == 2);
        assertThat(worker.onExit()).isNotDone();
    }

    @Test
    @Tag("I7")
    void aWorkerThatDoesNotStopInTimeIsKilledAndItsDirectoryRemoved() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start(clock.clock());
        FakeWorker stubborn = stage.definedWorker(1);
        stubborn.becomeStubborn();
        stage.assign("words-1", 1);
        await().atMost(Stage.PATIENCE)
                .until(() -> !stubborn.orders(WorkerOrder.Stop.class).isEmpty());

        clock.advance(Duration.ofMillis(4_999));
        assertThat(stubborn.onExit()).isNotDone();
        clock.advance(Duration.ofMillis(1));
        await().atMost(Stage.PATIENCE).until(stubborn.onExit()::isDone);
        assertThat(stubborn.onExit()).isCompletedWithValue(137);
        await().atMost(Stage.PATIENCE).until(() -> !Files.exists(stage.workerDirectory("words-1", Stage.PORT)));
    }

    @Test
    void aReportIsClaimedOnlyWhenEveryLiveWorkerHasMadeIt() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT, Stage.OTHER_PORT);
        stage.start();
        FakeWorker first = stage.definedWorker(1);
        FakeWorker second = stage.definedWorker(2);
        second.becomeStubborn();
        await().atMost(Stage.PATIENCE).until(stage.nimbus::isConnected);

        stage.nimbus.reportNow(7);
        stage.awaitReport(report -> report.workers().stream()
                .anyMatch(
                        worker -> worker.incarnation().equals(first.request.incarnation()) && worker.reportId() == 7));
        assertThat(second.orders(WorkerOrder.ReportNow.class)).hasSize(1);
        assertThat(stage.nimbus.reports).allMatch(report -> report.reportId() == 0);

        second.report(7);
        stage.awaitReport(report -> report.reportId() == 7);
    }

    @Test
    void aWorkerThatIsStillStartingIsAskedOnceItHasConnectedAndADeadOneIsNotWaitedFor() throws Exception {
        stage.launcher.workersConnect = false;
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT, Stage.OTHER_PORT);
        stage.start(clock.clock());
        FakeWorker first = stage.worker(1);
        FakeWorker second = stage.worker(2);
        await().atMost(Stage.PATIENCE).until(stage.nimbus::isConnected);
        stage.nimbus.reportNow(7);
        first.connect();
        stage.awaitReport(report -> report.workers().stream().anyMatch(worker -> worker.reportId() == 7));
        assertThat(stage.nimbus.lastReport().reportId()).isZero();

        second.die(1);
        stage.worker(3).die(1);
        stage.awaitReport(report -> report.reportId() == 7);
    }

    @Test
    @Tag("F4")
    void aLostConversationWithNimbusIsMadeAnewAndWorkersRunOn() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start();
        FakeWorker worker = stage.definedWorker(1);
        worker.report(0);
        stage.awaitReport(report -> report.workers().size() == 1);

        stage.nimbusRestarts();
        stage.awaitReport(report ->
                report.workers().size() == 1 && report.workers().get(0).state() == WorkerState.RUNNING);
        stage.nimbusFailsOver();
        stage.awaitReport(report ->
                report.workers().size() == 1 && report.workers().get(0).state() == WorkerState.RUNNING);
        assertThat(worker.onExit()).isNotDone();
        assertThat(worker.orders(WorkerOrder.Stop.class)).isEmpty();
    }

    @Test
    void logsOfWorkersThatAreGoneAreServed() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start();
        FakeWorker worker = stage.definedWorker(1);
        Files.writeString(worker.request.logFile(), "2026-01-31T10:00:00 INFO [count-1] a\nb\n");
        stage.remove("words-1");
        await().atMost(Stage.PATIENCE).until(worker.onExit()::isDone);

        List<LogLine> lines = new ArrayList<>();
        try (var client = stage.others.supervisor(stage.address())) {
            client.logs(
                    new Caller("test", "localhost", "test"),
                    new LogRequest("words-1", "count", 0, 1, false),
                    lines::add,
                    () -> false);
        }
        assertThat(lines).containsExactly(new LogLine(Stage.PORT, "b"));
    }

    @Test
    void aClusterThatCannotBeReachedAtStartIsSaidAndLeavesNothingBehind() throws Exception {
        stage.clusterState.unreachable = true;
        assertThatThrownBy(stage::start).isInstanceOf(ClusterStateException.class);
        Stage.awaitNoThreadLeft();

        stage.clusterState.unreachable = false;
        stage.start();
    }
}
