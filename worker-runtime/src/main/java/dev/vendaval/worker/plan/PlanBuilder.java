package dev.vendaval.worker.plan;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.StreamDefinition;
import dev.vendaval.api.Subscription;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.UnassignedExecutor;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.StreamEdge;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.protocol.topology.TopologyGraph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Builds one plan. Every order it makes follows from ids, so that all workers number alike. */
final class PlanBuilder {
    private final TopologyDefinition definition;
    private final TaskLayout layout;
    private final Assignment assignment;
    private final Set<StreamEdge> feedbackEdges;
    private final List<ComponentDefinition> sorted;
    private final List<StreamPlan> streams = new ArrayList<>();

    PlanBuilder(TopologyDefinition definition, TaskLayout layout, Assignment assignment) {
        this.definition = definition;
        this.layout = layout;
        this.assignment = assignment;
        this.feedbackEdges = TopologyGraph.feedbackEdges(definition.topology());
        this.sorted = definition.topology().components().stream()
                .sorted(Comparator.comparing(ComponentDefinition::id))
                .toList();
    }

    TopologyPlan build() {
        Map<String, Integer> cycles = Cycles.number(feedbackEdges);
        Map<String, ComponentPlan> components = new LinkedHashMap<>();
        for (ComponentDefinition component : sorted) {
            components.put(
                    component.id(),
                    new ComponentPlan(
                            component,
                            layout.tasksOf(component.id()),
                            streamsOf(component),
                            TopologyConfig.merge(
                                    definition.config(), TopologyConfig.validated(component.configuration())),
                            layout.keyGroupsOf(component.id()),
                            cycles.getOrDefault(component.id(), ComponentPlan.NO_CYCLE)));
        }
        return new TopologyPlan(
                definition,
                layout,
                assignment.growth(),
                assignment.config(),
                assignment.version(),
                Collections.unmodifiableMap(components),
                streams,
                executors(components),
                workers());
    }

    private List<StreamPlan> streamsOf(ComponentDefinition component) {
        List<StreamPlan> own = new ArrayList<>();
        for (StreamDefinition stream : component.streams()) {
            own.add(new StreamPlan(
                    streams.size(),
                    component.id(),
                    stream.id(),
                    stream.fields(),
                    stream.direct(),
                    subscriptionsTo(component.id(), stream.id())));
            streams.add(own.get(own.size() - 1));
        }
        return own;
    }

    private List<SubscriptionPlan> subscriptionsTo(String component, String stream) {
        List<SubscriptionPlan> found = new ArrayList<>();
        for (ComponentDefinition consumer : sorted) {
            for (Subscription subscription : consumer.subscriptions()) {
                if (subscription.source().equals(component)
                        && subscription.stream().equals(stream)) {
                    boolean feedback = feedbackEdges.contains(new StreamEdge(component, stream, consumer.id()));
                    found.add(new SubscriptionPlan(consumer.id(), subscription.grouping(), feedback));
                }
            }
        }
        return found;
    }

    private List<ExecutorPlan> executors(Map<String, ComponentPlan> components) {
        if (layout.highestTask() > TaskLayout.HIGHEST_ID) {
            throw new IllegalArgumentException(
                    "task " + layout.highestTask() + "; the highest may be " + TaskLayout.HIGHEST_ID);
        }
        Map<String, Integer> generations = new HashMap<>();
        components.forEach((id, component) -> generations.put(
                id,
                assignment.config().timesRecreated(id)
                        + (component.hasKeys() ? assignment.growth().timesGrown(id) : 0)));
        List<ExecutorPlan> executors = new ArrayList<>();
        Set<Integer> covered = new HashSet<>();
        for (ExecutorAssignment placed : assignment.executors()) {
            add(executors, covered, placed.executor(), placed.workerIndex(), generations);
        }
        for (UnassignedExecutor waiting : assignment.unassigned()) {
            boolean comesBack = waiting.formerWorker() != UnassignedExecutor.NO_WORKER; // to the same worker
            add(
                    executors,
                    covered,
                    waiting.executor(),
                    comesBack ? waiting.formerWorker() : ExecutorPlan.NO_WORKER,
                    generations);
        }
        for (ExecutorTasks executor : layout.executors()) {
            if (executor.tasks().stream().noneMatch(covered::contains)) {
                add(executors, covered, executor, ExecutorPlan.NO_WORKER, generations);
            }
        }
        executors.sort(Comparator.comparingInt(ExecutorPlan::firstTask));
        return executors;
    }

    private void add(
            List<ExecutorPlan> executors,
            Set<Integer> covered,
            ExecutorTasks executor,
            int worker,
            Map<String, Integer> generations) {
        for (int task : executor.tasks()) {
            if (!layout.componentOf(task).equals(executor.component()) || !covered.add(task)) {
                throw new IllegalArgumentException("assignment " + assignment.version() + " gives task " + task
                        + " to executor " + executor + ", though it is another's");
            }
        }
        executors.add(new ExecutorPlan(
                executor.component(), executor.tasks(), worker, generations.getOrDefault(executor.component(), 0)));
    }

    private Map<Integer, WorkerSlot> workers() {
        return assignment.workers().stream().collect(Collectors.toMap(WorkerSlot::index, worker -> worker));
    }
}
