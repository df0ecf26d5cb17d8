package dev.vendaval.nimbus.rebalance;

import dev.vendaval.protocol.topology.ExecutorTasks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which executor runs on which worker: as even as a fresh submit, and of all such placements one that moves the fewest
 * tasks of spouts, whose moves cost a pause, and among those the fewest tasks. Pure.
 *
 * <p>Even means that both each component and the whole differ by at most one executor between any two workers. It is a
 * flow from executors by (component, worker) to workers: the least that each must have is paid for with a reward that
 * no saved move can outweigh, so a cheapest flow is even, and dealing executors out round robin shows that there is one.
 */
final class LeastMoves {
    private static final long TASK = 1;
    /** More than all tasks of bolts together. */
    private static final long SPOUT_TASK = 1L << 20;
    /** More than all moves together can cost. */
    private static final long REWARD = 1L << 44;

    private final List<ExecutorTasks> executors;
    private final int workers;
    private final Map<Integer, Integer> workerByTask;
    private final Set<String> spouts;
    private final Map<String, Integer> components = new LinkedHashMap<>();

    /**
     * A question.
     *
     * @param executors all, those of one component next to each other
     * @param workers how many, numbered from 0
     * @param workerByTask where tasks are, of those whose worker stays
     */
    LeastMoves(List<ExecutorTasks> executors, int workers, Map<Integer, Integer> workerByTask, Set<String> spouts) {
        this.executors = executors;
        this.workers = workers;
        this.workerByTask = workerByTask;
        this.spouts = spouts;
        executors.forEach(executor -> components.merge(executor.component(), 1, Integer::sum));
    }

    /** The worker of each executor, in their order. */
    List<Integer> placed() {
        return new Network().solved();
    }

    /** Nodes: source, sink, executors, workers, and for each component one for anywhere and one for each worker. */
    private final class Network {
        private static final int SOURCE = 0;
        private static final int SINK = 1;

        private final List<String> order = List.copyOf(components.keySet());
        private final int firstWorker = 2 + executors.size();
        private final int firstAnywhere = firstWorker + workers;
        private final int firstShare = firstAnywhere + order.size();
        private final MinimumCostFlow flow = new MinimumCostFlow(firstShare + order.size() * workers);
        /** For each executor its edges to workers where tasks of it are. */
        private final List<Map<Integer, Integer>> homeEdges = new ArrayList<>();

        private final int[][] anywhereEdges = new int[order.size()][workers];

        private int share(int component, int worker) {
            return firstShare + component * workers + worker;
        }

        List<Integer> solved() {
            for (int worker = 0; worker < workers; worker++) {
                evenly(firstWorker + worker, SINK, executors.size());
            }
            for (int component = 0; component < order.size(); component++) {
                int count = components.getOrDefault(order.get(component), 0);
                for (int worker = 0; worker < workers; worker++) {
                    anywhereEdges[component][worker] =
                            flow.edge(firstAnywhere + component, share(component, worker), count, 0);
                    evenly(share(component, worker), firstWorker + worker, count);
                }
            }
            for (int i = 0; i < executors.size(); i++) {
                connect(i, executors.get(i));
            }
            int placed = flow.send(SOURCE, SINK, executors.size());
            if (placed != executors.size()) {
                throw new IllegalStateException("only " + placed + " of " + executors + " fit on " + workers);
            }
            return read();
        }

        /** At least the even share rounded down, at most rounded up. */
        private void evenly(int from, int target, int count) {
            flow.edge(from, target, count / workers, -REWARD);
            flow.edge(from, target, count % workers == 0 ? 0 : 1, 0);
        }

        private void connect(int index, ExecutorTasks executor) {
            int component = order.indexOf(executor.component());
            int node = 2 + index;
            long task = spouts.contains(executor.component()) ? SPOUT_TASK : TASK;
            Map<Integer, Integer> tasksAt = new LinkedHashMap<>();
            for (int each : executor.tasks()) {
                @Nullable Integer at = workerByTask.get(each);
                if (at != null) {
                    tasksAt.merge(at, 1, Integer::sum);
                }
            }
            flow.edge(SOURCE, node, 1, 0);
            flow.edge(
                    node, firstAnywhere + component, 1, task * executor.tasks().size());
            Map<Integer, Integer> homes = new LinkedHashMap<>();
            tasksAt.forEach((worker, count) -> homes.put(
                    worker,
                    flow.edge(
                            node,
                            share(component, worker),
                            1,
                            task * (executor.tasks().size() - count))));
            homeEdges.add(homes);
        }

        private List<Integer> read() {
            List<Integer> placed = new ArrayList<>();
            int[][] left = new int[order.size()][workers];
            for (int component = 0; component < order.size(); component++) {
                for (int worker = 0; worker < workers; worker++) {
                    left[component][worker] = flow.flow(anywhereEdges[component][worker]);
                }
            }
            for (int i = 0; i < executors.size(); i++) {
                int component = order.indexOf(executors.get(i).component());
                placed.add(homeEdges.get(i).entrySet().stream()
                        .filter(edge -> flow.flow(edge.getValue()) == 1)
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseGet(() -> takeAny(left[component])));
            }
            return placed;
        }

        private int takeAny(int[] left) {
            for (int worker = 0; worker < left.length; worker++) {
                if (left[worker] > 0) {
                    left[worker]--;
                    return worker;
                }
            }
            throw new IllegalStateException("a flow that does not add up");
        }
    }
}
