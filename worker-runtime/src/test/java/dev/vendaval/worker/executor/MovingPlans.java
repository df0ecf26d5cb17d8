package dev.vendaval.worker.executor;

import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ComponentTasks;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.worker.plan.TopologyPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes up plans for {@link MovingNimbus}: which workers there are, how many executors, and where each is. */
final class MovingPlans {
    private final TopologyDefinition definition;
    private final SplittableRandom random;
    private final int workers;

    /** @param workers how many there may be */
    MovingPlans(TopologyDefinition definition, SplittableRandom random, int workers) {
        this.definition = definition;
        this.random = random;
        this.workers = workers;
    }

    /** @param before the plan that it comes after, of which it may keep much; null for the first */
    TopologyPlan next(long version, @Nullable TopologyPlan before) {
        List<Integer> places = somePlaces();
        List<ExecutorAssignment> placed = new ArrayList<>();
        TopologyPlan kept = random.nextInt(3) == 0 ? before : null;
        for (ComponentTasks component :
                TaskLayout.of(definition.topology(), definition.config()).components()) {
            if (component.component().equals("source")) {
                place(component, 1 + random.nextInt(2), places, placed);
            } else if (MovingTuples.BOLTS.contains(component.component())) {
                if (kept != null && random.nextInt(3) > 0) {
                    keep(kept, component, placed);
                } else {
                    place(component, 1 + random.nextInt(MovingTuples.TASKS), places, placed);
                }
            }
        }
        return plan(version, placed);
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

    private TopologyPlan plan(long version, List<ExecutorAssignment> placed) {
        Set<Integer> inUse = new TreeSet<>();
        placed.forEach(each -> inUse.add(each.workerIndex()));
        List<WorkerSlot> slots = inUse.stream()
                .map(worker -> new WorkerSlot(worker, "supervisor", "127.0.0.1", MovingSimulation.port(worker), 1))
                .toList();
        return TopologyPlan.of(definition, new Assignment("t-1", version, slots.size(), slots, placed, List.of()));
    }
}
