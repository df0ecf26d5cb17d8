package dev.vendaval.nimbus.rebalance;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentKind;
import dev.vendaval.nimbus.scheduling.SupervisorSlots;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.UnassignedExecutor;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ComponentTasks;
import dev.vendaval.protocol.topology.ConfigChange;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskGrowth;
import dev.vendaval.protocol.topology.TaskLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The smallest change of an assignment that reaches what is wished. Pure, and the same for equal input.
 *
 * <p>A bolt that is to have more executors than tasks gets as many tasks ({@link Growth}). A component whose number of
 * executors changes gets the contiguous ranges that it would have at a submit; the others keep theirs, and are re-created
 * if they may have read what is configured otherwise ({@link Reconfiguration}). Workers stay where they are as far as the wished number allows ({@link WorkerChoice}). Executors are as
 * even over the workers as at a submit, and among all such placements as few tasks move as possible ({@link
 * LeastMoves}). Workers that have got nothing to run leave.
 */
public final class RebalancePlanner {
    private RebalancePlanner() {}

    /**
     * The plan.
     *
     * @throws ServiceException with the reason and the possible range, if the wish cannot be fulfilled
     */
    public static RebalancePlan plan(PlanRequest request) {
        Refusals.checkExecutors(request);
        TaskGrowth growth = Growth.wished(request);
        Reconfiguration reconfiguration = Reconfiguration.of(request);
        reconfiguration.refuseGrowing(growth);
        List<ExecutorTasks> executors = executors(request, Growth.layout(request, growth));
        if (request.wish().isOnlyConfig()) {
            return PlanDifference.of(request, withConfig(request, reconfiguration.next()), reconfiguration);
        }
        Map<Integer, Integer> workerByTask = workerByTask(request.current());
        List<WorkerSlot> workers = workers(request, executors.size(), workerByTask);
        Assignment next = new Assignment(
                request.current().topologyId(),
                request.version(),
                workersWanted(request),
                workers,
                placed(request, executors, workers, workerByTask),
                List.of(),
                growth,
                reconfiguration.next());
        return PlanDifference.of(request, next, reconfiguration);
    }

    /** Everything stays where it is, also where that is not even. */
    private static Assignment withConfig(PlanRequest request, ConfigChange config) {
        Assignment current = request.current();
        return new Assignment(
                current.topologyId(),
                request.version(),
                current.workersWanted(),
                current.workers(),
                current.executors(),
                current.unassigned(),
                current.growth(),
                config);
    }

    private static int workersWanted(PlanRequest request) {
        @Nullable Integer wished = request.wish().workers();
        return wished == null ? request.current().workersWanted() : wished;
    }

    private static List<ExecutorTasks> executors(PlanRequest request, TaskLayout layout) {
        Map<String, List<ExecutorTasks>> present = Stream.concat(
                        request.current().executors().stream().map(ExecutorAssignment::executor),
                        request.current().unassigned().stream().map(UnassignedExecutor::executor))
                .sorted(Comparator.comparing(executor -> executor.tasks().get(0)))
                .collect(Collectors.groupingBy(ExecutorTasks::component));
        List<ExecutorTasks> executors = new ArrayList<>();
        for (ComponentTasks component : layout.components()) {
            if (!component.system()) {
                List<ExecutorTasks> before = present.getOrDefault(component.component(), component.executors());
                int wished = request.wish().executors().getOrDefault(component.component(), before.size());
                executors.addAll(
                        wished == before.size()
                                ? before
                                : TaskLayout.executors(component.component(), component.tasks(), wished));
            }
        }
        return executors;
    }

    /** The index of the worker that a task runs on. */
    static Map<Integer, Integer> workerByTask(Assignment assignment) {
        Map<Integer, Integer> byTask = new HashMap<>();
        assignment
                .executors()
                .forEach(each -> each.executor().tasks().forEach(task -> byTask.put(task, each.workerIndex())));
        return byTask;
    }

    private static List<WorkerSlot> workers(PlanRequest request, int executors, Map<Integer, Integer> workerByTask) {
        RebalanceWish wish = request.wish();
        List<WorkerSlot> present = request.current().workers();
        List<WorkerSlot> staying = present.stream()
                .filter(worker -> !wish.drained().contains(worker.supervisorId()))
                .toList();
        List<SupervisorSlots> usable = request.supervisors().stream()
                .filter(supervisor -> !wish.drained().contains(supervisor.id()))
                .toList();
        int slots = staying.size()
                + usable.stream().mapToInt(each -> each.free().size()).sum();
        boolean evensOut = !wish.isParticular() && staying.size() == present.size();
        int count;
        if (wish.workers() != null) {
            Refusals.checkWorkers(wish.workers(), executors, slots);
            count = wish.workers();
        } else if (slots == 0) {
            throw Refusals.nowhere(present.size(), usable);
        } else {
            int aim = evensOut ? Math.max(request.current().workersWanted(), 1) : present.size();
            count = Math.min(aim, Math.min(executors, slots));
        }
        Map<Integer, Integer> reluctance = reluctance(request, workerByTask);
        Set<Integer> indexes = new HashSet<>(request.livingIndexes());
        present.forEach(worker -> indexes.add(worker.index()));
        boolean spread = evensOut || wish.workers() != null;
        return new WorkerChoice(staying, usable, reluctance, indexes, request.version()).of(count, spread);
    }

    /** How much each worker has that would have to move: any number of bolts' tasks rather than one of a spout, which pauses. */
    private static Map<Integer, Integer> reluctance(PlanRequest request, Map<Integer, Integer> workerByTask) {
        Set<String> spouts = spouts(request);
        int aSpoutTask = workerByTask.size() + 1;
        Map<Integer, Integer> reluctance = new HashMap<>();
        for (ExecutorAssignment each : request.current().executors()) {
            int aTask = spouts.contains(each.executor().component()) ? aSpoutTask : 1;
            reluctance.merge(each.workerIndex(), aTask * each.executor().tasks().size(), Integer::sum);
        }
        return reluctance;
    }

    private static List<ExecutorAssignment> placed(
            PlanRequest request,
            List<ExecutorTasks> executors,
            List<WorkerSlot> workers,
            Map<Integer, Integer> workerByTask) {
        Map<Integer, Integer> positions = new LinkedHashMap<>();
        workers.forEach(worker -> positions.put(worker.index(), positions.size()));
        Map<Integer, Integer> positionByTask = new HashMap<>();
        workerByTask.forEach((task, index) -> {
            @Nullable Integer position = positions.get(index);
            if (position != null) {
                positionByTask.put(task, position);
            }
        });
        List<Integer> places = new LeastMoves(executors, workers.size(), positionByTask, spouts(request)).placed();
        List<ExecutorAssignment> placed = new ArrayList<>();
        for (int i = 0; i < executors.size(); i++) {
            placed.add(new ExecutorAssignment(
                    executors.get(i), workers.get(places.get(i)).index()));
        }
        placed.sort(Comparator.comparing(each -> each.executor().tasks().get(0)));
        return placed;
    }

    static Set<String> spouts(PlanRequest request) {
        Set<String> spouts = new HashSet<>();
        for (ComponentDefinition component : request.definition().topology().components()) {
            if (component.kind() == ComponentKind.SPOUT) {
                spouts.add(component.id());
            }
        }
        return spouts;
    }
}
