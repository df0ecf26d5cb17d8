package dev.vendaval.worker.executor;

import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.AddedTasks;
import dev.vendaval.protocol.topology.ComponentTasks;
import dev.vendaval.protocol.topology.ConfigChange;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskGrowth;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.worker.plan.TopologyPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes up plans for {@link MovingNimbus}: which workers there are, how many executors, and where each is. */
final class MovingPlans {
    private final TopologyDefinition definition;
    private final SplittableRandom random;
    private final int workers;
    private final int growthsOfTen;
    private final int recreationsOfTen;

    /** With all that was ever proposed, also in plans that were rolled back. */
    private TaskGrowth proposed = TaskGrowth.NONE;

    /**
     * @param workers how many there may be
     * @param growthsOfTen in how many of ten plans bolts get tasks
     * @param recreationsOfTen in how many of ten plans instances are re-created
     */
    MovingPlans(
            TopologyDefinition definition,
            SplittableRandom random,
            int workers,
            int growthsOfTen,
            int recreationsOfTen) {
        this.definition = definition;
        this.random = random;
        this.workers = workers;
        this.growthsOfTen = growthsOfTen;
        this.recreationsOfTen = recreationsOfTen;
    }

    /** @param before the plan that it comes after, of which it may keep much; null for the first */
    TopologyPlan next(long version, @Nullable TopologyPlan before) {
        List<Integer> places = somePlaces();
        List<ExecutorAssignment> placed = new ArrayList<>();
        TopologyPlan kept = random.nextInt(3) == 0 ? before : null;
        TaskGrowth earlier = before == null ? TaskGrowth.NONE : before.growth();
        TaskGrowth growth = before != null && random.nextInt(10) < growthsOfTen ? growth(before) : earlier;
        Set<String> growing = growth.added().stream()
                .skip(earlier.added().size())
                .map(AddedTasks::component)
                .collect(Collectors.toSet());
        for (ComponentTasks component : TaskLayout.of(definition.topology(), definition.config(), growth)
                .components()) {
            if (component.component().equals("source")) {
                place(component, 1 + random.nextInt(2), places, placed);
            } else if (MovingTuples.BOLTS.contains(component.component())) {
                if (kept != null && !growing.contains(component.component()) && random.nextInt(3) > 0) {
                    keep(kept, component, placed);
                } else {
                    place(component, 1 + random.nextInt(component.tasks().size()), places, placed);
                }
            }
        }
        ConfigChange config = before == null ? ConfigChange.NONE : before.config();
        if (before != null && random.nextInt(10) < recreationsOfTen) {
            config = config.with(otherSettings(version), someButOf(growing));
        }
        return plan(version, placed, growth, config);
    }

    /** A key of the user's, and two that are live. */
    private Map<String, Object> otherSettings(long version) {
        return Map.of(
                "my.key",
                version,
                "topology.tick.tuple.freq",
                (10 + random.nextInt(30)) + "ms",
                "topology.max.spout.pending",
                20 + random.nextInt(200));
    }

    private Set<String> someButOf(Set<String> growing) {
        Set<String> some = new TreeSet<>(MovingTuples.BOLTS);
        some.add("source");
        some.removeAll(growing);
        some.removeIf(component -> random.nextInt(2) == 0);
        return some;
    }

    /** One bolt or more get tasks whose ids nobody has had, not even in a plan that was rolled back. */
    private TaskGrowth growth(TopologyPlan before) {
        TaskGrowth growth = before.growth().beyond(proposed);
        for (String bolt : MovingTuples.BOLTS) {
            if (random.nextInt(3) == 0) {
                int first = Math.max(growth.highestTask(), before.layout().highestTask()) + 1;
                List<Integer> tasks = new ArrayList<>();
                for (int more = 1 + random.nextInt(MovingTuples.TASKS); more > 0; more--) {
                    tasks.add(first + tasks.size());
                }
                growth = growth.with(new AddedTasks(bolt, tasks));
            }
        }
        proposed = growth;
        return growth;
    }

    private List<Integer> somePlaces() {
        int used = 1 + random.nextInt(workers);
        List<Integer> indexes = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            indexes.add(random.nextInt(indexes.size() + 1), worker);
        }
        return indexes.stream().limit(used).sorted().toList();
    }

    private static void keep(TopologyPlan kept, ComponentTasks component, List<ExecutorAssignment> placed) {
        kept.executors().stream()
                .filter(executor -> executor.component().equals(component.component()))
                .forEach(executor -> placed.add(new ExecutorAssignment(executor.identity(), executor.worker())));
    }

    private void place(ComponentTasks component, int count, List<Integer> places, List<ExecutorAssignment> placed) {
        for (ExecutorTasks executor : TaskLayout.executors(component.component(), component.tasks(), count)) {
            placed.add(new ExecutorAssignment(executor, places.get(random.nextInt(places.size()))));
        }
    }

    private TopologyPlan plan(long version, List<ExecutorAssignment> placed, TaskGrowth growth, ConfigChange config) {
        Set<Integer> inUse = new TreeSet<>();
        placed.forEach(each -> inUse.add(each.workerIndex()));
        List<WorkerSlot> slots = inUse.stream()
                .map(worker -> new WorkerSlot(worker, "supervisor", "127.0.0.1", MovingSimulation.port(worker), 1))
                .toList();
        return TopologyPlan.of(
                definition,
                new Assignment("t-1", version, slots.size(), slots, placed, List.of())
                        .with(growth)
                        .with(config));
    }
}
