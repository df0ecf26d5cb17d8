package dev.vendaval.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.ClusterStateException;
import dev.vendaval.protocol.state.TopologyStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor goes, its workers stay, another one comes. */
@Tag("F3")
class SupervisorAdoptionTest {
    private static final String TOPOLOGY = "words-1";

    @TempDir
    private Path directory;

    private Stage stage;

    @BeforeEach
    void setUp() throws Exception {
        stage = new Stage(directory);
        stage.submit(TOPOLOGY, null);
    }

    @AfterEach
    void tearDown() {
        stage.close();
    }

    private FakeWorker launchAndLeave() throws Exception {
        stage.assign(TOPOLOGY, 1, Stage.PORT);
        stage.start();
        FakeWorker worker = stage.definedWorker(1);
        worker.report(0);
        stage.awaitReport(report ->
                report.workers().size() == 1 && report.workers().get(0).state() == WorkerState.RUNNING);
        stage.leave();
        assertThat(worker.onExit()).isNotDone();
        return worker;
    }

    private FakeWorker dieAndLeave() throws Exception {
        stage.assign(TOPOLOGY, 1, Stage.PORT);
        stage.start();
        FakeWorker victim = stage.definedWorker(1);
        victim.report(0);
        stage.awaitReport(
                report -> !report.workers().isEmpty() && report.workers().get(0).state() == WorkerState.RUNNING);
        victim.die(137);
        FakeWorker successor = stage.definedWorker(2);
        stage.awaitReport(report -> report.retired().size() == 1);
        stage.leave();
        return successor;
    }

    @Test
    void whatADeadWorkerHadCountedAndHowItEndedOutliveTheSupervisor() throws Exception {
        FakeWorker successor = dieAndLeave();
        stage.start();
        stage.findsSupervisor(successor);
        successor.report(0);

        stage.awaitReport(report -> report.retired().size() == 1
                && report.retired().get(0).lostUntracked() == 1
                && report.notices().toString().contains("exit code 137"));
        stage.remove(TOPOLOGY);
        stage.awaitReport(
                report -> report.retired().isEmpty() && report.notices().isEmpty());
        await().atMost(Stage.PATIENCE).until(() -> !Files.exists(retiredFile()));
    }

    @Test
    void damagedCountsOfDeadWorkersAreDoneWithout() throws Exception {
        FakeWorker successor = dieAndLeave();
        byte[] whole = Files.readAllBytes(retiredFile());
        Files.write(retiredFile(), Arrays.copyOf(whole, whole.length - 7));
        stage.start();
        stage.findsSupervisor(successor);
        successor.report(0);

        stage.awaitReport(
                report -> report.workers().size() == 1 && report.retired().isEmpty());
        successor.die(1);
        stage.awaitReport(report -> report.retired().size() == 1);
    }

    private Path retiredFile() {
        return directory.resolve("data/supervisor/retired").resolve(TOPOLOGY);
    }

    private static void awaitDefined(FakeWorker worker, int times) {
        await().atMost(Stage.PATIENCE)
                .until(() -> worker.orders(WorkerOrder.Define.class).size() == times
                        && worker.orders(WorkerOrder.Adopt.class).size() == times);
    }

    @Test
    void theNextSupervisorKeepsTheWorkerAndTellsItAllAgain() throws Exception {
        FakeWorker worker = launchAndLeave();
        stage.changeStatus(TOPOLOGY, TopologyStatus.INACTIVE);
        stage.start();
        stage.findsSupervisor(worker);

        awaitDefined(worker, 2);
        assertThat(worker.orders(WorkerOrder.Adopt.class).get(1).status()).isEqualTo(TopologyStatus.INACTIVE);
        assertThat(worker.orders(WorkerOrder.Stop.class)).isEmpty();
        assertThat(stage.launcher.launched).hasSize(1);
    }

    @Test
    void nothingIsReportedWithoutWhatTheAdoptedWorkerHasCounted() throws Exception {
        FakeWorker worker = launchAndLeave();
        int before = stage.nimbus.reports.size();
        stage.start();
        await().atMost(Stage.PATIENCE).until(stage.nimbus::isConnected);
        stage.findsSupervisor(worker);
        awaitDefined(worker, 2);
        worker.report(0);

        await().atMost(Stage.PATIENCE).until(() -> stage.nimbus.reports.size() > before);
        List<SupervisorReport> since = stage.nimbus.reports.subList(before, stage.nimbus.reports.size());
        assertThat(since)
                .allMatch(report -> report.workers().size() == 1
                        && report.workers().get(0).state() == WorkerState.RUNNING
                        && report.workers().get(0).lostUntracked() == 1);
    }

    @Test
    void anAdoptedWorkerThatDiesIsReplacedAndTheOthersHearOfIt() throws Exception {
        stage.assign(TOPOLOGY, 1, Stage.PORT, Stage.OTHER_PORT);
        stage.start();
        FakeWorker victim = stage.definedWorker(1);
        FakeWorker witness = stage.definedWorker(2);
        stage.leave();
        stage.start();
        stage.findsSupervisor(victim);
        stage.findsSupervisor(witness);
        awaitDefined(victim, 2);
        awaitDefined(witness, 2);

        victim.die(137);

        FakeWorker successor = stage.definedWorker(3);
        assertThat(successor.request.incarnation()).hasToString("0.1.2");
        await().atMost(Stage.PATIENCE)
                .until(() -> witness.orders(WorkerOrder.Died.class)
                        .contains(new WorkerOrder.Died(victim.request.incarnation())));
        stage.awaitReport(report -> report.notices().toString().contains("exit code unknown"));
    }

    @Test
    void aWorkerThatDiedMeanwhileIsReplacedAndTheOthersHearOfIt() throws Exception {
        stage.assign(TOPOLOGY, 1, Stage.PORT, Stage.OTHER_PORT);
        stage.start();
        FakeWorker victim = stage.definedWorker(1);
        FakeWorker witness = stage.definedWorker(2);
        stage.leave();
        victim.die(137);
        stage.start();
        stage.findsSupervisor(witness);

        assertThat(stage.definedWorker(3).request.incarnation()).hasToString("0.1.2");
        await().atMost(Stage.PATIENCE)
                .until(() -> witness.orders(WorkerOrder.Died.class)
                        .contains(new WorkerOrder.Died(victim.request.incarnation())));
        assertThat(witness.onExit()).isNotDone();
        assertThat(stage.launcher.launched).hasSize(3);
        stage.awaitReport(report -> report.retired().size() == 1
                && report.retired().get(0).incarnation().equals(victim.request.incarnation())
                && report.retired().get(0).executors().stream().allMatch(executor -> executor.restarts() == 1)
                && !report.retired().get(0).executors().isEmpty()
                && report.notices().toString().contains("the worker ended while its supervisor was away (launch 1"));
    }

    @Test
    void aSupervisorThatHasLostItsDirectoryRepeatsNoIncarnation() throws Exception {
        Files.delete(stage.workerDirectories());
        stage.assign(TOPOLOGY, 1, Stage.PORT);
        stage.start();
        assertThat(stage.definedWorker(1).request.incarnation().launchCount()).isGreaterThan(1_700_000_000);

        stage.submit("later-1", null);
        stage.assign("later-1", 1, Stage.OTHER_PORT);
        assertThat(stage.definedWorker(2).request.incarnation().launchCount()).isEqualTo(1);
    }

    @Test
    void aLostLaunchCountDoesNotDisturbTheWorkerThatLivesNorMakeItsSuccessorOneOfThePast() throws Exception {
        FakeWorker worker = launchAndLeave();
        Files.writeString(stage.workerDirectory(TOPOLOGY, Stage.PORT).resolve("launches"), "");
        stage.start();
        stage.findsSupervisor(worker);
        awaitDefined(worker, 2);
        assertThat(worker.orders(WorkerOrder.Stop.class)).isEmpty();
        worker.die(1);

        assertThat(stage.definedWorker(2).request.incarnation().launchCount()).isGreaterThan(1_700_000_000);
    }

    @Test
    void aDeathFoundAtTheStartIsToldToTheOtherSupervisors() throws Exception {
        try (FakePeer peer = new FakePeer(stage.others, 0)) {
            stage.clusterState.registerSupervisor(
                    new dev.vendaval.protocol.state.SupervisorRecord("s2", "127.0.0.1", peer.port(), List.of(9999)));
            stage.assignWith("s2", TOPOLOGY, Stage.PORT);
            stage.start();
            FakeWorker victim = stage.definedWorker(1);
            stage.leave();
            victim.die(137);
            stage.start();

            await().atMost(Stage.PATIENCE).until(() -> !peer.deaths.isEmpty());
            assertThat(peer.deaths.get(0).incarnation()).isEqualTo(victim.request.incarnation());
        }
    }

    @Test
    void aWorkerOfATopologyThatIsGoneIsStoppedInOrderAndItsDirectoryRemovedAfterwards() throws Exception {
        FakeWorker worker = launchAndLeave();
        stage.remove(TOPOLOGY);
        stage.submit("other-1", null);
        stage.assign("other-1", 1, Stage.OTHER_PORT);
        stage.start();
        stage.definedWorker(2);
        assertThat(stage.workerDirectory(TOPOLOGY, Stage.PORT)).exists();

        stage.findsSupervisor(worker);
        await().atMost(Stage.PATIENCE).until(worker.onExit()::isDone);
        assertThat(worker.onExit()).isCompletedWithValue(0);
        assertThat(worker.orders(WorkerOrder.Stop.class)).hasSize(1);
        await().atMost(Stage.PATIENCE).until(() -> !Files.exists(stage.workerDirectory(TOPOLOGY, Stage.PORT)));
    }

    @Test
    void aWorkerWhoseSlotHasANewLeaseIsStoppedAndItsSuccessorStarted() throws Exception {
        FakeWorker worker = launchAndLeave();
        stage.assign(TOPOLOGY, 2, Stage.PORT);
        stage.start();
        stage.findsSupervisor(worker);

        await().atMost(Stage.PATIENCE).until(worker.onExit()::isDone);
        assertThat(worker.orders(WorkerOrder.Stop.class)).hasSize(1);
        assertThat(stage.definedWorker(2).request.incarnation().lease()).isEqualTo(2);
    }

    @Test
    void aWorkerThatDoesNotComeBackIsEndedAndReplaced() throws Exception {
        FakeWorker worker = launchAndLeave();
        ManualClock clock = new ManualClock();
        stage.start(clock.clock());

        await().atMost(Stage.PATIENCE).pollInterval(Duration.ofMillis(150)).until(() -> {
            clock.advance(Duration.ofSeconds(4));
            return worker.onExit().isDone();
        });
        assertThat(worker.onExit()).isCompletedWithValue(137);
        stage.definedWorker(2);
    }

    @Test
    void aTopologyThatCannotBeReadKeepsItsAdoptedWorker() throws Exception {
        FakeWorker worker = launchAndLeave();
        stage.clusterState.damagedDefinition = TOPOLOGY;
        stage.start();
        stage.findsSupervisor(worker);
        stage.submit("other-1", null);
        stage.assign("other-1", 1, Stage.OTHER_PORT);
        stage.definedWorker(2);
        assertThat(worker.orders(WorkerOrder.Stop.class)).isEmpty();

        stage.clusterState.damagedDefinition = "";
        awaitDefined(worker, 2);
        assertThat(worker.onExit()).isNotDone();
    }

    @Test
    void aProcessThatIsNotTheOneNotedIsLeftAlone() throws Exception {
        FakeWorker worker = launchAndLeave();
        Path noted = stage.workerDirectory(TOPOLOGY, Stage.PORT).resolve("worker.process");
        Files.writeString(noted, Files.readString(noted).replace("birth birth of", "birth another of"));
        stage.start();

        stage.definedWorker(2);
        assertThat(worker.onExit()).isNotDone();
    }

    @Test
    void whatCannotBeReadOfOneWorkerConcernsNoOther() throws Exception {
        stage.submit("another-1", null);
        stage.assign("another-1", 1, Stage.OTHER_PORT);
        stage.assign(TOPOLOGY, 1, Stage.PORT);
        stage.start();
        stage.definedWorker(1);
        stage.definedWorker(2);
        FakeWorker worker = stage.launcher.launched.stream()
                .filter(each -> each.request.topologyId().equals(TOPOLOGY))
                .findFirst()
                .orElseThrow();
        stage.leave();
        Path noted = stage.workerDirectory("another-1", Stage.OTHER_PORT).resolve("worker.process");
        assertThat(noted).exists();
        Files.write(noted, new byte[] {(byte) 0xff, (byte) 0xfe});
        stage.start();

        stage.findsSupervisor(worker);
        awaitDefined(worker, 2);
        assertThat(worker.orders(WorkerOrder.Stop.class)).isEmpty();
    }

    @Test
    void aWorkerOnAPortThatIsNoSlotAnyMoreIsEnded() throws Exception {
        FakeWorker worker = launchAndLeave();
        stage.start(List.of(Stage.OTHER_PORT));

        await().atMost(Stage.PATIENCE).until(worker.onExit()::isDone);
        assertThat(worker.onExit()).isCompletedWithValue(137);
        await().atMost(Stage.PATIENCE).until(() -> !Files.exists(stage.workerDirectory(TOPOLOGY, Stage.PORT)));
    }

    @Test
    void aStartThatFailsLeavesTheWorkersAlone() throws Exception {
        FakeWorker worker = launchAndLeave();
        stage.clusterState.unreachable = true;
        assertThatThrownBy(stage::start).isInstanceOf(ClusterStateException.class);
        Stage.awaitNoThreadLeft();
        assertThat(worker.onExit()).isNotDone();

        stage.clusterState.unreachable = false;
        stage.start();
        stage.findsSupervisor(worker);
        awaitDefined(worker, 2);
        assertThat(worker.orders(WorkerOrder.Stop.class)).isEmpty();
    }

    @Test
    void launchCountsGoOnAfterAnAdoption() throws Exception {
        FakeWorker worker = launchAndLeave();
        stage.start();
        stage.findsSupervisor(worker);
        awaitDefined(worker, 2);
        worker.die(1);
        FakeWorker second = stage.definedWorker(2);
        stage.leave();
        stage.start();
        stage.findsSupervisor(second);
        awaitDefined(second, 2);
        second.die(1);

        assertThat(stage.worker(3).request.incarnation()).hasToString("0.1.3");
    }
}
