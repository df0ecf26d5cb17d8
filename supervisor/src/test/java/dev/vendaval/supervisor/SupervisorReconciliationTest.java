package dev.vendaval.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs follows what is assigned. */
class SupervisorReconciliationTest {
    @TempDir
    private Path directory;

    private Stage stage;

    @BeforeEach
    void setUp() throws Exception {
        stage = new Stage(directory);
    }

    @AfterEach
    void tearDown() {
        stage.close();
    }

    @Test
    void itRegistersWithItsSlotsAndAddress() throws Exception {
        SupervisorDaemon daemon = stage.start();

        assertThat(stage.clusterState.supervisors()).singleElement().satisfies(record -> {
            assertThat(record.id()).isEqualTo(Stage.SUPERVISOR);
            assertThat(record.port()).isEqualTo(daemon.address().port());
            assertThat(record.slots()).containsExactly(Stage.PORT, Stage.OTHER_PORT);
        });
        stage.awaitReport(report -> report.supervisor().id().equals(Stage.SUPERVISOR));
    }

    @Test
    void anAssignedSlotGetsItsArtifactItsWorkerAndItsOrders() throws Exception {
        byte[] jar = "jar".getBytes(StandardCharsets.UTF_8);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
        stage.nimbus.artifacts.put(sha256, jar);
        stage.submit("words-1", sha256);
        stage.assign("words-1", 3, Stage.PORT);
        stage.start();

        FakeWorker worker = stage.definedWorker(1);
        assertThat(worker.request.incarnation()).hasToString("0.3.1");
        assertThat(worker.request.heapBytes()).isEqualTo(32 << 20);
        assertThat(worker.request.jvmOptions()).containsExactly("-Dhost=option", "-Dits=own");
        assertThat(worker.request.supervisor()).isEqualTo(stage.address());
        assertThat(worker.orders.get(0)).isInstanceOfSatisfying(WorkerOrder.Define.class, define -> {
            assertThat(Path.of(define.artifactPath())).hasBinaryContent(jar);
            assertThat(define.definition().id()).isEqualTo("words-1");
            assertThat(define.linkSecret()).hasSize(64);
        });
        assertThat(worker.orders.get(1)).isInstanceOfSatisfying(WorkerOrder.Adopt.class, adopt -> {
            assertThat(adopt.assignment().version()).isEqualTo(1);
            assertThat(adopt.status()).isEqualTo(TopologyStatus.ACTIVE);
        });
        stage.awaitReport(report ->
                report.workers().size() == 1 && report.workers().get(0).state() == WorkerState.STARTING);
        worker.report(0);
        stage.awaitReport(report -> report.workers().get(0).state() == WorkerState.RUNNING);
        assertThat(stage.workerDirectory("words-1", Stage.PORT).resolve("worker.pid"))
                .hasContent(worker.pid() + "\n");
    }

    @Test
    @Tag("I6")
    void aChangedStatusOrAssignmentIsAdoptedByTheSameWorker() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start();
        FakeWorker worker = stage.definedWorker(1);

        stage.changeStatus("words-1", TopologyStatus.INACTIVE);
        await().atMost(Stage.PATIENCE).until(() -> worker.orders.size() == 3);
        stage.assign("words-1", 1, Stage.PORT, Stage.OTHER_PORT);
        await().atMost(Stage.PATIENCE).until(() -> worker.orders.size() == 4);

        WorkerOrder.Adopt last = (WorkerOrder.Adopt) worker.orders.get(3);
        assertThat(last.assignment().version()).isEqualTo(2);
        assertThat(last.status()).isEqualTo(TopologyStatus.INACTIVE);
        assertThat(stage.worker(2).request.port()).isEqualTo(Stage.OTHER_PORT);
    }

    @Test
    @Tag("R1")
    void aRebalanceLaunchesTheNewWorkerBeforeAndStopsTheEmptiedOneInOrderAfterwards() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start();
        FakeWorker leaving = stage.definedWorker(1);
        Placement stable = stage.clusterState.placement("words-1").orElseThrow();
        Assignment next = new Assignment(
                "words-1",
                2,
                1,
                List.of(new WorkerSlot(1, Stage.SUPERVISOR, "127.0.0.1", Stage.OTHER_PORT, 2)),
                List.of(),
                List.of());

        stage.replace(stable.preparing(next, "request", null));
        FakeWorker coming = stage.worker(2);
        await().atMost(Stage.PATIENCE)
                .until(() -> coming.orders(WorkerOrder.Prepare.class).size() == 1);
        await().atMost(Stage.PATIENCE)
                .until(() -> leaving.orders(WorkerOrder.Prepare.class).size() == 1);
        assertThat(coming.orders(WorkerOrder.Adopt.class)).isEmpty();
        stage.replace(stable.preparing(next, "request", null).switching());
        await().atMost(Stage.PATIENCE)
                .until(() -> coming.orders(WorkerOrder.Adopt.class).size() == 1);
        await().atMost(Stage.PATIENCE)
                .until(() -> leaving.orders(WorkerOrder.Adopt.class).size() == 2);
        assertThat(coming.orders(WorkerOrder.Adopt.class).get(0).previous()).isEqualTo(stable.assignment());
        assertThat(leaving.onExit()).isNotDone();
        stage.replace(Placement.stable(next));
        await().atMost(Stage.PATIENCE).until(leaving.onExit()::isDone);

        assertThat(leaving.orders(WorkerOrder.Stop.class)).hasSize(1);
        await().atMost(Stage.PATIENCE)
                .until(() -> coming.orders(WorkerOrder.Adopt.class).size() == 2);
        assertThat(coming.onExit()).isNotDone();
        assertThat(coming.orders(WorkerOrder.Died.class)).isEmpty();
    }

    @Test
    @Tag("I7")
    void aSlotThatIsTakenAwayStopsItsWorkerAndLosesItsDirectoryButKeepsItsLog() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start();
        FakeWorker worker = stage.definedWorker(1);
        Files.writeString(worker.request.logFile(), "said something\n");

        stage.assign("words-1", 1);
        await().atMost(Stage.PATIENCE).until(worker.onExit()::isDone);

        assertThat(worker.orders(WorkerOrder.Stop.class)).hasSize(1);
        stage.awaitReport(report -> report.workers().isEmpty());
        assertThat(stage.workerDirectory("words-1", Stage.PORT).getParent()).doesNotExist();
        assertThat(worker.request.logFile()).exists();
    }

    @Test
    void aTopologyThatIsGoneStopsItsWorkerAndForgetsItsCounts() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start();
        FakeWorker worker = stage.definedWorker(1);
        worker.report(0);
        stage.awaitReport(report -> report.workers().size() == 1);

        stage.remove("words-1");
        await().atMost(Stage.PATIENCE).until(worker.onExit()::isDone);
        stage.awaitReport(report -> report.workers().isEmpty());

        stage.submit("other-1", null);
        stage.awaitReport(report -> report.retired().isEmpty());
    }

    @Test
    @Tag("F2")
    void aDeadWorkerIsLaunchedAgainAtOnceAsANewIncarnationAndItsCountsStay() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start();
        FakeWorker first = stage.definedWorker(1);
        first.report(0);
        stage.awaitReport(report -> report.workers().get(0).lostUntracked() == 1);
        Files.writeString(first.request.logFile(), "last words\n");
        first.die(137);

        FakeWorker second = stage.definedWorker(2);
        assertThat(second.request.incarnation()).hasToString("0.1.2");
        stage.awaitReport(report -> report.retired().size() == 1
                && report.retired().get(0).incarnation().equals(first.request.incarnation())
                && report.retired().get(0).lostUntracked() == 1
                && report.retired().get(0).state() == WorkerState.LOST);
        assertThat(stage.notices())
                .contains("was killed (signal 9)")
                .contains("exit code 137")
                .contains("last words");
    }

    @Test
    @Tag("F4")
    void nothingIsStoppedBecauseTheClusterStateCannotBeRead() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start();
        FakeWorker worker = stage.definedWorker(1);

        stage.clusterState.statesAreHidden = true;
        int before = stage.clusterState.reads.get();
        stage.assign("words-1", 1, Stage.PORT);
        await().atMost(Stage.PATIENCE).until(() -> stage.clusterState.reads.get() > before + 5);
        stage.clusterState.unreachable = true;
        int later = stage.clusterState.reads.get();
        await().atMost(Stage.PATIENCE).until(() -> stage.clusterState.reads.get() > later + 1);
        assertThat(worker.orders(WorkerOrder.Stop.class)).isEmpty();
        assertThat(worker.onExit()).isNotDone();

        stage.clusterState.unreachable = false;
        stage.clusterState.statesAreHidden = false;
        stage.changeStatus("words-1", TopologyStatus.INACTIVE);
        await().atMost(Stage.PATIENCE)
                .until(() -> worker.orders(WorkerOrder.Adopt.class).size() == 2);
    }

    @Test
    @Tag("F4")
    void aTopologyWithADamagedRecordStaysAsItIsAndHoldsUpNoOther() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start();
        FakeWorker worker = stage.definedWorker(1);
        stage.clusterState.damagedAssignment = "words-1";
        stage.submit("other-1", null);
        stage.assign("other-1", 1, Stage.OTHER_PORT);

        FakeWorker other = stage.definedWorker(2);
        assertThat(other.request.topologyId()).isEqualTo("other-1");
        assertThat(worker.orders(WorkerOrder.Stop.class)).isEmpty();

        stage.clusterState.damagedAssignment = "";
        stage.remove("words-1");
        await().atMost(Stage.PATIENCE).until(worker.onExit()::isDone);
        assertThat(other.onExit()).isNotDone();
    }

    @Test
    @Tag("F4")
    void aDefinitionThatCannotBeReadAtStartKeepsItsDirectoryAndHoldsUpNoOther() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.submit("other-1", null);
        stage.assign("other-1", 1, Stage.OTHER_PORT);
        Files.createDirectories(stage.workerDirectory("words-1", Stage.PORT));
        stage.clusterState.damagedDefinition = "words-1";
        stage.start();

        assertThat(stage.definedWorker(1).request.topologyId()).isEqualTo("other-1");
        assertThat(stage.workerDirectory("words-1", Stage.PORT)).exists();
        stage.clusterState.damagedDefinition = "";
        assertThat(stage.definedWorker(2).request.topologyId()).isEqualTo("words-1");
    }

    @Test
    @Tag("F4")
    void aLeaderThatCannotBeReadHoldsUpNoAssignment() throws Exception {
        stage.clusterState.leaderIsDamaged = true;
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start();

        stage.definedWorker(1);
        stage.clusterState.leaderIsDamaged = false;
        stage.awaitReport(report -> report.workers().size() == 1);
    }

    @Test
    void aWorkerThatIsNotTheOneOfItsSlotIsToldToStop() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start();
        FakeWorker first = stage.definedWorker(1);
        first.die(1);
        FakeWorker second = stage.definedWorker(2);

        FakeWorker zombie = new FakeWorker(first.request, first.pid(), stage.others);
        zombie.connect();
        await().atMost(Stage.PATIENCE).until(() -> !zombie.orders.isEmpty());
        assertThat(zombie.orders(WorkerOrder.Stop.class)).hasSize(1);
        assertThat(zombie.orders(WorkerOrder.Define.class)).isEmpty();
        assertThat(second.onExit()).isNotDone();
    }

    @Test
    void aWorkerThatConnectsAgainIsToldAllAgain() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start();
        FakeWorker worker = stage.definedWorker(1);

        worker.disconnect();
        worker.connect();
        await().atMost(Stage.PATIENCE).until(() -> worker.orders.size() == 4);
        assertThat(worker.orders.get(2)).isInstanceOf(WorkerOrder.Define.class);
        assertThat(worker.orders.get(3)).isInstanceOf(WorkerOrder.Adopt.class);
    }

    @Test
    void anAssignmentToAPortThatIsNoSlotIsShown() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, 9999);
        stage.start();

        stage.awaitReport(report -> report.notices().stream().anyMatch(notice -> notice.port() == 9999));
        assertThat(stage.launcher.launched).isEmpty();
    }

    @Test
    void anOrderlyStopStopsWorkersLeavesTheClusterAndCountsOnAfterwards() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        SupervisorDaemon daemon = stage.start();
        FakeWorker worker = stage.definedWorker(1);
        daemon.close();

        assertThat(worker.orders(WorkerOrder.Stop.class)).hasSize(1);
        assertThat(worker.onExit()).isCompletedWithValue(0);
        assertThat(stage.clusterState.supervisors()).isEmpty();
        assertThat(daemon.ended()).isCompleted();
        Stage.awaitNoThreadLeft();

        stage.start();
        assertThat(stage.definedWorker(2).request.incarnation()).hasToString("0.1.2");
    }

    @Test
    void directoriesThatNobodyWantsAreRemovedAfterARestart() throws Exception {
        Path leftover = stage.workerDirectory("gone-1", Stage.PORT);
        Files.createDirectories(leftover);
        Files.writeString(leftover.resolve("launches"), "3");
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT);
        stage.start();
        stage.definedWorker(1);

        assertThat(leftover.getParent()).doesNotExist();
        assertThat(stage.workerDirectory("words-1", Stage.PORT)).exists();
    }

    @Test
    void reportsOfEarlierConversationsAreNotMixedUp() throws Exception {
        stage.submit("words-1", null);
        stage.assign("words-1", 1, Stage.PORT, Stage.OTHER_PORT);
        stage.start();
        stage.definedWorker(1).report(0);
        stage.definedWorker(2).report(0);

        stage.awaitReport(report -> report.workers().stream()
                        .map(WorkerReport::state)
                        .filter(WorkerState.RUNNING::equals)
                        .count()
                == 2);
    }
}
