package dev.vendaval.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.service.WorkerDeath;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.SupervisorRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who hears of a worker's death, and from whom. */
@Tag("F2")
class SupervisorDeathNewsTest {
    private static final String TOPOLOGY = "words-1";

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

    private static List<Incarnation> deathsToldTo(FakeWorker worker) {
        return worker.orders(WorkerOrder.Died.class).stream()
                .map(WorkerOrder.Died::incarnation)
                .toList();
    }

    private void awaitTold(FakeWorker worker, Incarnation... deaths) {
        await().atMost(Stage.PATIENCE).until(() -> deathsToldTo(worker).size() >= deaths.length);
        assertThat(deathsToldTo(worker)).containsExactly(deaths);
    }

    @Test
    void theOtherWorkersOfTheTopologyAreToldAtOnceAndNobodyElse() throws Exception {
        stage.submit(TOPOLOGY, null);
        stage.submit("other-1", null);
        stage.assign(TOPOLOGY, 1, Stage.PORT, Stage.OTHER_PORT);
        stage.start();
        FakeWorker victim = stage.definedWorker(1);
        FakeWorker witness = stage.definedWorker(2);

        victim.die(137);

        awaitTold(witness, victim.request.incarnation());
        FakeWorker successor = stage.definedWorker(3);
        assertThat(deathsToldTo(successor))
                .as("what others sent to it before they knew is not to be counted as arrived")
                .containsExactly(victim.request.incarnation());
    }

    @Test
    void theOthersHearOfWorkersThatASupervisorStopsWithItself() throws Exception {
        try (FakePeer peer = new FakePeer(stage.others, 0)) {
            stage.clusterState.registerSupervisor(new SupervisorRecord("s2", "127.0.0.1", peer.port(), List.of(9999)));
            stage.submit(TOPOLOGY, null);
            stage.assignWith("s2", TOPOLOGY, Stage.PORT);
            stage.start();
            FakeWorker worker = stage.definedWorker(1);

            stage.stop();

            assertThat(peer.deaths).containsExactly(new WorkerDeath(TOPOLOGY, worker.request.incarnation()));
        }
    }

    @Test
    void aWorkerThatWasToldToStopHasNotDied() throws Exception {
        stage.submit(TOPOLOGY, null);
        stage.assign(TOPOLOGY, 1, Stage.PORT, Stage.OTHER_PORT);
        stage.start();
        FakeWorker stays = stage.definedWorker(1);
        FakeWorker goes = stage.definedWorker(2);

        stage.assign(TOPOLOGY, 1, Stage.PORT);
        await().atMost(Stage.PATIENCE).until(goes.onExit()::isDone);
        stage.awaitReport(report -> report.workers().size() == 1);

        assertThat(deathsToldTo(stays)).isEmpty();
    }

    @Test
    void aWorkerThatNobodyHasMetHasNotDiedForOthers() throws Exception {
        stage.submit(TOPOLOGY, null);
        stage.assign(TOPOLOGY, 1, Stage.PORT);
        stage.start();
        FakeWorker witness = stage.definedWorker(1);
        stage.launcher.workersConnect = false;
        stage.assign(TOPOLOGY, 1, Stage.PORT, Stage.OTHER_PORT);
        stage.worker(2).die(1);
        stage.worker(3);

        assertThat(deathsToldTo(witness)).isEmpty();
    }

    @Test
    void theOtherSupervisorsOfTheTopologyAreTold() throws Exception {
        try (FakePeer peer = new FakePeer(stage.others, 0);
                FakePeer stranger = new FakePeer(stage.others, 0)) {
            stage.clusterState.registerSupervisor(new SupervisorRecord("s2", "127.0.0.1", peer.port(), List.of(9999)));
            stage.clusterState.registerSupervisor(
                    new SupervisorRecord("s3", "127.0.0.1", stranger.port(), List.of(9999)));
            stage.submit(TOPOLOGY, null);
            stage.assignWith("s2", TOPOLOGY, Stage.PORT);
            stage.start();
            FakeWorker victim = stage.definedWorker(1);
            stage.clusterState.unreachable = true;

            victim.die(137);

            await().atMost(Stage.PATIENCE).until(() -> !peer.deaths.isEmpty());
            assertThat(peer.deaths).containsExactly(new WorkerDeath(TOPOLOGY, victim.request.incarnation()));
            assertThat(stranger.deaths).isEmpty();
        }
    }

    @Test
    void aSupervisorThatDoesNotAnswerIsToldAgain() throws Exception {
        int port;
        try (FakePeer gone = new FakePeer(stage.others, 0)) {
            port = gone.port();
        }
        stage.clusterState.registerSupervisor(new SupervisorRecord("s2", "127.0.0.1", port, List.of(9999)));
        stage.submit(TOPOLOGY, null);
        stage.assignWith("s2", TOPOLOGY, Stage.PORT);
        stage.start();
        FakeWorker victim = stage.definedWorker(1);
        victim.die(137);
        stage.definedWorker(2);

        try (FakePeer back = new FakePeer(stage.others, port)) {
            await().atMost(Duration.ofSeconds(8)).until(() -> !back.deaths.isEmpty());
            assertThat(back.deaths).containsExactly(new WorkerDeath(TOPOLOGY, victim.request.incarnation()));
        }
    }

    @Test
    void aDeathElsewhereIsPassedOnOnceAndToThoseThatComeLater() throws Exception {
        stage.submit(TOPOLOGY, null);
        stage.assignWith("s2", TOPOLOGY, Stage.PORT);
        stage.start();
        FakeWorker worker = stage.definedWorker(1);
        Incarnation second = new Incarnation(1, 1, 2);

        announce(second);
        announce(new Incarnation(1, 1, 1));
        announce(second);
        awaitTold(worker, second);
        Incarnation third = new Incarnation(1, 1, 3);
        announce(third);
        awaitTold(worker, second, third);

        worker.disconnect();
        worker.connect();
        awaitTold(worker, second, third, third);
        worker.die(1);
        awaitTold(stage.definedWorker(2), worker.request.incarnation(), third);
    }

    private void announce(Incarnation dead) {
        stage.others
                .announceDeath(stage.address(), new WorkerDeath(TOPOLOGY, dead), Duration.ofSeconds(5))
                .join();
    }
}
