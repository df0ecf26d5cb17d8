package dev.vendaval.nimbus.rebalance;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentKind;
import dev.vendaval.api.ComponentMemory;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.Topology;
import dev.vendaval.protocol.report.RebalanceReport.Move;
import dev.vendaval.protocol.report.RebalanceReport.Place;
import dev.vendaval.protocol.report.RebalanceReport.Placed;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.AddedTasks;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskRanges;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How two assignments of a topology differ, and why each task moves. Pure. */
public final class PlanDifference {
    private final Assignment current;
    private final Assignment next;
    private final RebalanceWish wish;
    private final @Nullable Reconfiguration reconfiguration;
    private final Map<Integer, WorkerSlot> before;
    private final Map<Integer, WorkerSlot> after;

    /** Components that have got tasks, which take keys of their older ones. */
    private final Set<String> sharingKeys;

    /** @param reconfiguration null if it is not known any more */
    private PlanDifference(
            Assignment current,
            Assignment next,
            RebalanceWish wish,
            @Nullable Reconfiguration reconfiguration,
            Set<String> sharingKeys) {
        this.current = current;
        this.next = next;
        this.wish = wish;
        this.reconfiguration = reconfiguration;
        this.sharingKeys = sharingKeys;
        this.before = byIndex(current);
        this.after = byIndex(next);
    }

    private static Map<Integer, WorkerSlot> byIndex(Assignment assignment) {
        return assignment.workers().stream().collect(Collectors.toMap(WorkerSlot::index, slot -> slot));
    }

    static RebalancePlan of(PlanRequest request, Assignment next, Reconfiguration reconfiguration) {
        Topology topology = request.definition().topology();
        Set<String> sharingKeys = grown(request.current(), next)
                .map(AddedTasks::component)
                .filter(component -> Growth.hasKeys(topology.component(component)))
                .collect(Collectors.toSet());
        PlanDifference difference =
                new PlanDifference(request.current(), next, request.wish(), reconfiguration, sharingKeys);
        List<String> warnings = new ArrayList<>(reconfiguration.warnings());
        warnings.addAll(difference.warnings(topology));
        return difference.plan(warnings);
    }

    /** How they differ when nobody knows any more what was wished. */
    public static RebalancePlan between(Assignment current, Assignment next) {
        return new PlanDifference(current, next, new RebalanceWish(null, Map.of(), Map.of(), Set.of()), null, Set.of())
                .plan(List.of());
    }

    private static Stream<AddedTasks> grown(Assignment current, Assignment next) {
        return next.growth().added().stream().skip(current.growth().added().size());
    }

    private RebalancePlan plan(List<String> warnings) {
        return new RebalancePlan(
                current,
                next,
                reconfiguration == null ? List.of() : reconfiguration.sentences(),
                moves(),
                onlyIn(next, current, after),
                onlyIn(current, next, before),
                warnings);
    }

    /** One for each component and pair of places, which are the same for tasks that pause where they are. */
    private List<Move> moves() {
        record Way(String component, int from, int to) {}
        Map<Integer, Integer> workerBefore = RebalancePlanner.workerByTask(current);
        Map<Way, List<Integer>> tasks = new LinkedHashMap<>();
        for (ExecutorAssignment each : next.executors()) {
            for (int task : each.executor().tasks()) {
                @Nullable Integer from = workerBefore.get(task);
                if (from != null
                        && (from != each.workerIndex()
                                || pausesInPlace(each.executor().component()))) {
                    tasks.computeIfAbsent(
                                    new Way(each.executor().component(), from, each.workerIndex()),
                                    way -> new ArrayList<>())
                            .add(task);
                }
            }
        }
        List<Move> moves = new ArrayList<>();
        tasks.forEach((way, moved) -> {
            WorkerSlot from = Objects.requireNonNull(before.get(way.from()));
            WorkerSlot to = Objects.requireNonNull(after.get(way.to()));
            moves.add(new Move(way.component(), moved, place(from), place(to), 0, reason(way.component(), from, to)));
        });
        moves.sort(Comparator.comparing(move -> move.tasks().get(0)));
        return moves;
    }

    private boolean pausesInPlace(String component) {
        return isRecreated(component) || sharingKeys.contains(component);
    }

    private boolean isRecreated(String component) {
        return current.config().timesRecreated(component) != next.config().timesRecreated(component);
    }

    private String reason(String component, WorkerSlot from, WorkerSlot to) {
        if (from.index() == to.index()) {
            if (sharingKeys.contains(component)) {
                return "keys go to its new tasks";
            }
            return reconfiguration == null ? "it is re-created" : reconfiguration.reason(component);
        }
        if (wish.drained().contains(from.supervisorId())) {
            return "supervisor " + from.supervisorId() + " is drained";
        }
        if (!after.containsKey(from.index())) {
            return "its worker leaves";
        }
        if (!before.containsKey(to.index())) {
            return "a worker is new";
        }
        return wish.executors().containsKey(component)
                ? "the number of its executors changes"
                : "it evens out the workers";
    }

    private static Place place(WorkerSlot slot) {
        return new Place(slot.supervisorId(), slot.host(), slot.port());
    }

    private static List<Placed> onlyIn(Assignment one, Assignment other, Map<Integer, WorkerSlot> slots) {
        Set<ExecutorTasks> known =
                other.executors().stream().map(ExecutorAssignment::executor).collect(Collectors.toSet());
        List<Placed> placed = new ArrayList<>();
        for (ExecutorAssignment each : one.executors()) {
            @Nullable WorkerSlot slot = slots.get(each.workerIndex());
            if (slot != null && !known.contains(each.executor())) {
                placed.add(
                        new Placed(each.executor().component(), each.executor().tasks(), place(slot)));
            }
        }
        return placed;
    }

    private List<String> warnings(Topology topology) {
        List<String> warnings = new ArrayList<>();
        int workers = next.workers().size();
        if (workers < current.workers().size() && wish.workers() == null) {
            warnings.add("it will run on " + workers + " of "
                    + current.workers().size() + " workers: "
                    + (workers == next.executors().size() ? "it has no more executors" : "no more slots are free"));
        }
        Map<String, Set<Integer>> moved = new HashMap<>();
        moves().forEach(move ->
                moved.computeIfAbsent(move.component(), id -> new TreeSet<>()).addAll(move.tasks()));
        moved.keySet().stream()
                .sorted()
                .map(id -> moving(topology.component(id), moved.getOrDefault(id, Set.of())))
                .flatMap(Optional::stream)
                .forEach(warnings::add);
        grown(current, next)
                .map(added -> growing(topology.component(added.component()), added.tasks()))
                .forEach(warnings::addAll);
        return warnings;
    }

    private static Optional<String> moving(ComponentDefinition component, Set<Integer> tasks) {
        if (component.kind() == ComponentKind.SPOUT) {
            return Optional.of("spout '" + component.id() + "' pauses while its tasks " + TaskRanges.text(tasks)
                    + " move or are re-created: until their trees are done and it is opened anew");
        }
        return component.memory() == ComponentMemory.LEFT_BEHIND
                ? Optional.of("bolt '" + component.id() + "' is prepared anew for its tasks " + TaskRanges.text(tasks)
                        + ": their memory starts empty, since it neither implements StateHandover nor is declared"
                        + " stateless()")
                : Optional.empty();
    }

    /** Where keys go to new tasks, their memory goes along. */
    private static List<String> growing(ComponentDefinition component, List<Integer> tasks) {
        if (component.memory() == ComponentMemory.NONE) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>();
        if (!Growth.hasKeys(component)) {
            warnings.add("bolt '" + component.id() + "' gets tasks " + TaskRanges.text(tasks)
                    + ": their memory starts empty");
        }
        boolean isPartial = component.subscriptions().stream()
                .anyMatch(input -> input.grouping().kind() == Grouping.Kind.PARTIAL_KEY);
        if (isPartial) {
            warnings.add(
                    "bolt '" + component.id() + "': by partial key some keys go to other tasks from now on; what the"
                            + " tasks before have of them stays there");
        }
        return warnings;
    }
}
