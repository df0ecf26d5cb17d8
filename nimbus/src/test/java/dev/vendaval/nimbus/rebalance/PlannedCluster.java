package dev.vendaval.nimbus.rebalance;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentMemory;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.Subscription;
import dev.vendaval.api.Topology;
import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.nimbus.scheduling.EvenScheduler;
import dev.vendaval.nimbus.scheduling.PlacementRequest;
import dev.vendaval.nimbus.scheduling.SupervisorSlots;
import dev.vendaval.nimbus.scheduling.UsedSlot;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A topology that runs on supervisors, and rebalances that take effect at once. */
final class PlannedCluster {
    static final RebalanceWish PLAIN = new RebalanceWish(null, Map.of(), Map.of(), Set.of());

    final TopologyDefinition definition;
    final TaskLayout layout;
    final List<SupervisorRecord> supervisors;
    final Set<UsedSlot> foreign = new HashSet<>();
    Assignment present;

    PlannedCluster(Topology topology, Map<String, Object> config, List<SupervisorRecord> supervisors) {
        this.definition = new TopologyDefinition("words-1", "words", "submit", null, config, topology, 0);
        this.layout = TaskLayout.of(topology, config);
        this.supervisors = supervisors;
        int workers = (Integer) config.getOrDefault("topology.workers", 1);
        this.present =
                EvenScheduler.place(new PlacementRequest("words-1", 1, workers, layout.executors()), slots(Set.of()));
    }

    private List<SupervisorSlots> slots(Set<UsedSlot> own) {
        Set<UsedSlot> used = new HashSet<>(foreign);
        used.addAll(own);
        return SupervisorSlots.of(supervisors, used);
    }

    RebalancePlan plan(RebalanceWish wish) {
        Set<UsedSlot> own = present.workers().stream()
                .map(worker -> new UsedSlot(worker.supervisorId(), worker.port()))
                .collect(Collectors.toSet());
        return RebalancePlanner.plan(
                new PlanRequest(definition, layout, present, present.version() + 1, slots(own), wish));
    }

    RebalancePlan apply(RebalanceWish wish) {
        RebalancePlan plan = plan(wish);
        present = plan.next();
        return plan;
    }

    static RebalanceWish workers(int count) {
        return new RebalanceWish(count, Map.of(), Map.of(), Set.of());
    }

    static RebalanceWish executors(String component, int count) {
        return new RebalanceWish(null, Map.of(component, count), Map.of(), Set.of());
    }

    static ComponentDefinition withTasks(ComponentDefinition component, int tasks) {
        return new ComponentDefinition(
                component.id(),
                component.kind(),
                component.className(),
                component.object(),
                component.parallelism(),
                tasks,
                component.configuration(),
                component.streams(),
                component.subscriptions(),
                ComponentMemory.LEFT_BEHIND);
    }

    private static ComponentDefinition withInput(
            ComponentDefinition component, Grouping grouping, ComponentMemory memory) {
        Subscription input = component.subscriptions().get(0);
        return new ComponentDefinition(
                component.id(),
                component.kind(),
                component.className(),
                component.object(),
                component.parallelism(),
                component.tasks(),
                component.configuration(),
                component.streams(),
                List.of(new Subscription(input.source(), input.stream(), grouping)),
                memory);
    }

    static PlannedCluster small(int workers) {
        Topology topology = Topology.of(
                List.of(
                        Topologies.spout("lines", 2),
                        withTasks(Topologies.bolt("count", 2, "lines"), 10),
                        withInput(Topologies.bolt("sink", 1, "count"), Grouping.global(), ComponentMemory.NONE)),
                List.of());
        return new PlannedCluster(
                topology,
                Map.of("topology.workers", workers),
                List.of(Reports.supervisor("a", 1, 2, 3, 4), Reports.supervisor("b", 1, 2, 3, 4)));
    }

    static Map<String, List<ExecutorTasks>> byComponent(Assignment assignment) {
        return assignment.executors().stream()
                .map(ExecutorAssignment::executor)
                .collect(Collectors.groupingBy(ExecutorTasks::component));
    }
}
