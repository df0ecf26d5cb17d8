package dev.vendaval.nimbus.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.nimbus.leadership.RebalanceCluster.Host;
import dev.vendaval.nimbus.lifecycle.LifecycleAction;
import dev.vendaval.nimbus.statistics.TopologyInfoBuilder;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ChangePhase;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.UnassignedExecutor;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskGrowth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of a bolt that has got tasks: "count" has 3 to 6 at the submit, and the highest id is 8. */
@Tag("R4")
class GrownTopologyTest {
    private static final String COUNT = "count";

    private final RebalanceScene scene = new RebalanceScene();

    @AfterEach
    void close() {
        scene.close();
    }

    private void grow(int tasks) {
        scene.rebalance(null, Map.of(COUNT, tasks));
        scene.goOnUntil(null);
    }

    private Assignment assignment() {
        return scene.placement().assignment();
    }

    /** Of the bolt, whether they have a worker or not. */
    private List<Integer> tasks() {
        Stream<ExecutorTasks> placed = assignment().executors().stream().map(ExecutorAssignment::executor);
        Stream<ExecutorTasks> waiting = assignment().unassigned().stream().map(UnassignedExecutor::executor);
        return Stream.concat(placed, waiting)
                .filter(executor -> executor.component().equals(COUNT))
                .flatMap(executor -> executor.tasks().stream())
                .sorted()
                .toList();
    }

    private int tasksShown() {
        TopologyInfo info = TopologyInfoBuilder.info(scene.cluster.leader.ask(leader -> leader.view("words")), 10_000);
        return info.components().stream()
                .filter(component -> component.id().equals(COUNT))
                .mapToInt(TopologyInfo.Component::tasks)
                .sum();
    }

    private void loses(Host host) {
        host.vanish();
        scene.passes(SteppedNimbus.HOST_TIMEOUT);
    }

    @Test
    @Tag("F4")
    void aNewLeaderKnowsWhatHasGrownAndLetsItGrowOn() {
        scene.submit(2);
        grow(7);
        scene.cluster.leaderDies();
        assertThat(tasksShown()).isEqualTo(7);
        grow(8);
        assertThat(tasks()).containsExactly(3, 4, 5, 6, 9, 10, 11, 12);
        grow(2);
        assertThat(tasks()).as("tasks never become fewer").containsExactly(3, 4, 5, 6, 9, 10, 11, 12);
        assertThat(tasksShown()).isEqualTo(8);
    }

    @Test
    @Tag("F4")
    void aNewLeaderDoesNotGiveIdsAgainThatWereProposedAndRolledBack() {
        scene.submit(2);
        scene.rebalance(null, Map.of(COUNT, 6));
        scene.cluster.leader.advance(30_001);
        assertThat(scene.phase()).isEqualTo(ChangePhase.ABORTED);
        scene.cluster.leaderDies();
        grow(5);
        assertThat(tasks()).as("9 and 10 are used up").containsExactly(3, 4, 5, 6, 11);
    }

    @Test
    @Tag("F3")
    void aHostThatIsLostTakesNoTaskAlong() {
        scene.submit(2);
        grow(7);
        Assignment grown = assignment();
        Host lost = scene.hostNamed(grown.workers().get(0).supervisorId());
        loses(lost);
        assertThat(scene.workersOn(lost.record.id())).isZero();
        assertThat(assignment().executors()).isEqualTo(grown.executors());
        assertThat(assignment().growth()).isEqualTo(grown.growth());
        lost.comeBack();
        scene.cluster.leaderDies();
        assertThat(tasksShown()).isEqualTo(7);
        grow(9);
        assertThat(tasks()).containsExactly(3, 4, 5, 6, 9, 10, 11, 12, 13);
    }

    @Test
    @Tag("F3")
    void aHostThatIsLostAfterAGrowthWasRolledBackDoesNotFreeItsIds() {
        scene.submit(2);
        scene.rebalance(null, Map.of(COUNT, 6));
        scene.cluster.leader.advance(30_001);
        Host lost = scene.hostNamed(assignment().workers().get(0).supervisorId());
        loses(lost);
        assertThat(assignment().version()).as("it was moved").isEqualTo(3);
        lost.comeBack();
        scene.cluster.leaderDies();
        grow(5);
        assertThat(tasks()).as("9 and 10 are used up").containsExactly(3, 4, 5, 6, 11);
    }

    @Test
    @Tag("F3")
    void newTasksForWhichNoSlotIsFreeWaitAndComeBackUnderANewLeader() {
        scene.submit(6);
        grow(7);
        List<ExecutorAssignment> grown = assignment().executors();
        loses(scene.hostNamed("host0"));
        assertThat(assignment().unassigned()).isNotEmpty();
        assertThat(tasks()).containsExactly(3, 4, 5, 6, 9, 10, 11);
        assertThat(tasksShown()).isEqualTo(7);
        scene.cluster.leaderDies();
        scene.cluster.join("host3", 3);
        scene.passes(Duration.ofSeconds(1));
        assertThat(assignment().unassigned()).isEmpty();
        assertThat(assignment().executors()).containsExactlyInAnyOrderElementsOf(grown);
        assertThat(tasksShown()).isEqualTo(7);
    }

    @Test
    @Tag("F3")
    @Tag("R5")
    void aHostThatIsLostWhileTheBoltGrowsTakesNoTaskAlong() {
        scene.submit(2);
        scene.rebalance(3, Map.of(COUNT, 7));
        scene.goOnUntil(ChangePhase.SWITCHING);
        Placement switching = scene.placement();
        String lost = switching.assignment().workers().get(0).supervisorId();
        loses(scene.hostNamed(lost));
        assertThat(scene.workersOn(lost)).isZero();
        scene.goOnWithoutLost(lost);
        assertThat(scene.phase()).isNull();
        assertThat(assignment().growth()).isEqualTo(switching.assignment().growth());
        scene.cluster.leaderDies();
        assertThat(tasks()).containsExactly(3, 4, 5, 6, 9, 10, 11);
        assertThat(tasksShown()).isEqualTo(7);
    }

    @Test
    @Tag("I6")
    @Tag("I7")
    void itIsDeactivatedActivatedAndKilledAndItsNameBeginsAnew() {
        scene.submit(2);
        grow(7);
        Placement grown = scene.placement();
        scene.cluster.leader.change("words", LifecycleAction.DEACTIVATE);
        assertThat(tasksShown()).isEqualTo(7);
        scene.cluster.leaderDies();
        assertThat(tasksShown()).isEqualTo(7);
        scene.cluster.leader.change("words", LifecycleAction.ACTIVATE);
        assertThat(scene.placement()).isEqualTo(grown);

        scene.cluster.leader.change("words", LifecycleAction.KILL, Duration.ZERO);
        for (int i = 0; i < 4; i++) {
            scene.cluster.leader.advance(20_000);
            scene.cluster
                    .state
                    .placement(scene.id)
                    .ifPresent(left -> scene.cluster.hosts.forEach(host -> {
                        host.follow(left);
                        host.report();
                    }));
        }
        assertThat(scene.cluster.state.topologyIds()).isEmpty();
        scene.submit(2);
        assertThat(scene.placement().growth()).isEqualTo(TaskGrowth.NONE);
        assertThat(tasks()).containsExactly(3, 4, 5, 6);
    }
}
