package dev.vendaval.nimbus.rebalance;

import static dev.vendaval.nimbus.rebalance.PlannedCluster.PLAIN;
import static dev.vendaval.nimbus.rebalance.PlannedCluster.byComponent;
import static dev.vendaval.nimbus.rebalance.PlannedCluster.executors;
import static dev.vendaval.nimbus.rebalance.PlannedCluster.small;
import static dev.vendaval.nimbus.rebalance.PlannedCluster.withTasks;
import static dev.vendaval.nimbus.rebalance.PlannedCluster.workers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.SubmitException;
import dev.vendaval.api.Topology;
import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.nimbus.scheduling.UsedSlot;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ExecutorTasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RebalancePlannerTest {
    @Test
    @Tag("R1")
    void aWorkerWithASpoutStaysEvenIfAnotherHasMoreTasks() {
        Topology topology = Topology.of(
                List.of(
                        Topologies.spout("lines", 1),
                        withTasks(Topologies.bolt("count", 2, "lines"), 10),
                        withTasks(Topologies.bolt("sink", 1, "count"), 5)),
                List.of());
        PlannedCluster cluster = new PlannedCluster(
                topology, Map.of("topology.workers", 2), List.of(Reports.supervisor("a", 1, 2, 3, 4)));
        assertThat(cluster.apply(workers(1)).moved())
                .isNotEmpty()
                .noneMatch(move -> move.component().equals("lines"));
    }

    @Test
    @Tag("R1")
    void aWishThatIsFulfilledChangesNothing() {
        PlannedCluster cluster = small(2);
        assertThat(cluster.plan(PLAIN).changesNothing()).isTrue();
        assertThat(cluster.plan(workers(2)).changesNothing()).isTrue();
        assertThat(cluster.plan(executors("count", 2)).changesNothing()).isTrue();
    }

    @Test
    @Tag("R1")
    void moreExecutorsGetTheRangesOfASubmitAndMoveWhatMustMove() {
        PlannedCluster cluster = small(2);
        RebalancePlan plan = cluster.apply(executors("count", 4));

        assertThat(byComponent(plan.next()).get("count"))
                .extracting(ExecutorTasks::tasks)
                .extracting(List::size)
                .containsExactly(3, 3, 2, 2);
        assertThat(plan.added()).hasSize(4);
        assertThat(plan.removed()).hasSize(2);
        assertThat(plan.moved()).extracting(RebalanceReport.Move::component).containsOnly("count");
        assertThat(plan.moved().stream().flatMap(move -> move.tasks().stream())).hasSize(1);
        assertThat(plan.warnings()).anyMatch(warning -> warning.contains("memory starts empty"));
    }

    @Test
    @Tag("R1")
    void anEmptiedWorkerLeavesAndTheOtherStaysAsItIs() {
        PlannedCluster cluster = small(2);
        WorkerSlot first = cluster.present.workers().get(0);
        RebalancePlan plan = cluster.apply(workers(1));

        assertThat(plan.next().workers()).hasSize(1);
        assertThat(cluster.present.workersWanted()).isEqualTo(1);
        assertThat(plan.moved()).allMatch(move -> move.reason().equals("its worker leaves"));
        assertThat(plan.next().workers().get(0))
                .isIn(first, first, small(2).present.workers().get(1));
        assertThat(cluster.apply(workers(3)).moved())
                .allMatch(move -> move.reason().equals("a worker is new"));
        assertThat(cluster.present.workers())
                .extracting(WorkerSlot::supervisorId)
                .contains("a", "b");
    }

    @Test
    void aPlainRebalanceUsesASupervisorThatHasJoined() {
        PlannedCluster one = small(2);
        PlannedCluster cluster = new PlannedCluster(
                one.definition.topology(), one.definition.config(), new ArrayList<>(one.supervisors.subList(0, 1)));
        assertThat(cluster.present.workers())
                .extracting(WorkerSlot::supervisorId)
                .containsExactly("a", "a");
        cluster.supervisors.add(one.supervisors.get(1));

        cluster.apply(PLAIN);

        assertThat(cluster.present.workers())
                .extracting(WorkerSlot::supervisorId)
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aDrainedHostIsLeftForTheOthersAndUsedAgainAfterwards() {
        PlannedCluster cluster = small(2);
        RebalancePlan plan = cluster.apply(new RebalanceWish(null, Map.of(), Map.of(), Set.of("a")));

        assertThat(cluster.present.workers())
                .extracting(WorkerSlot::supervisorId)
                .containsExactly("b", "b");
        assertThat(plan.moved()).allMatch(move -> move.reason().equals("supervisor a is drained"));
        cluster.apply(PLAIN);
        assertThat(cluster.present.workers())
                .extracting(WorkerSlot::supervisorId)
                .containsExactlyInAnyOrder("a", "b");
    }

    private static void assertRefused(
            PlannedCluster cluster, RebalanceWish wish, SubmitException.Code code, String message, String hint) {
        assertThatThrownBy(() -> cluster.plan(wish)).isInstanceOfSatisfying(ServiceException.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.getMessage()).contains(message);
            assertThat(refused.hint()).contains(hint);
        });
    }

    @Test
    @Tag("R4")
    void whatCannotBeIsRefusedWithThePossibleRange() {
        PlannedCluster cluster = small(2);
        SubmitException.Code invalid = SubmitException.Code.INVALID_TOPOLOGY;
        assertRefused(cluster, executors("cuont", 2), SubmitException.Code.NOT_FOUND, "'cuont'", "count, lines, sink");
        assertRefused(cluster, executors("__acker", 2), invalid, "the runtime's own", "count, lines, sink");
        assertRefused(cluster, executors("count", 0), invalid, "0 executors", "1 to 10");
        assertRefused(cluster, executors("count", -3), invalid, "-3 executors", "1 to 10");
        assertRefused(
                cluster, executors("count", 100_000), invalid, "too few tasks", "1 to 10, and with more tasks up");
        assertRefused(cluster, executors("sink", 2), invalid, "too few tasks for 2", "possible: 1");
        assertRefused(cluster, executors("lines", 3), invalid, "spouts do not grow", "1 to 2");
        assertRefused(cluster, workers(0), invalid, "0 workers", "1 to 5");
        assertRefused(cluster, workers(6), invalid, "need 6 executors", "1 to 5");
        assertRefused(cluster, workers(9), SubmitException.Code.NO_SLOTS, "there are 8", "1 to 5");
        cluster.foreign.addAll(Set.of(new UsedSlot("a", 2), new UsedSlot("a", 3), new UsedSlot("a", 4)));
        assertRefused(
                cluster,
                new RebalanceWish(7, Map.of("count", 9), Map.of(), Set.of()),
                SubmitException.Code.NO_SLOTS,
                "there are 5",
                "1 to 5");
        assertRefused(
                cluster,
                new RebalanceWish(null, Map.of(), Map.of(), Set.of("a", "b")),
                SubmitException.Code.NO_SLOTS,
                "no slot is free",
                "nothing is changed");
    }
}
