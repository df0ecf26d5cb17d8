package dev.vendaval.tests.steps;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.Streams;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Values;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.worker.codec.ValueCodecs;
import dev.vendaval.worker.context.TaskHooks;
import dev.vendaval.worker.context.WorkerInfo;
import dev.vendaval.worker.exchange.Delivery;
import dev.vendaval.worker.exchange.Inbox;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.exchange.TupleBatch;
import dev.vendaval.worker.exchange.Wakeup;
import dev.vendaval.worker.metrics.TaskCounters;
import dev.vendaval.worker.outbound.Emitter;
import dev.vendaval.worker.outbound.Neighbours;
import dev.vendaval.worker.outbound.Outputs;
import dev.vendaval.worker.outbound.TaskOutput;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.TopologyPlan;
import dev.vendaval.worker.tuple.RuntimeTuple;
import dev.vendaval.worker.tuple.TupleSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One emit of one value from its collector's call to the receiver's ring, which is emptied now and then; the copy and its
 * values are made anew each time, as users do.
 */
@State(Scope.Thread)
public class EmitSteps {
    private static final String SOURCE = "source";
    private static final long ROOT = 7;

    /** Tasks of the bolt that subscribes by shuffle grouping. */
    @Param({"1", "4"})
    public int tasks = 1;

    private final Map<ExecutorPlan, Inbox> inboxes = new HashMap<>();
    private final RuntimeTuple anchor =
            new RuntimeTuple(new TupleSource("before", 1, "default", new Fields("n")), List.of(1L), 2, ROOT, 1);
    private @Nullable Emitter emitter;
    private @Nullable TaskOutput output;
    private long taken;

    /** Is never opened. */
    private static final class NoSpout implements Spout {
        private static final long serialVersionUID = 1;

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector collector) {}

        @Override
        public void nextTuple() {}

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("n"));
        }
    }

    private TopologyPlan plan() {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SOURCE, new NoSpout());
        BasicBolt nothing = (tuple, collector) -> {};
        builder.setBolt("sink", nothing, tasks).shuffleGrouping(SOURCE);
        Topology topology = builder.build();
        Map<String, Object> config = TopologyConfig.defaults();
        List<ExecutorAssignment> placed = TaskLayout.of(topology, config).executors().stream()
                .map(executor -> new ExecutorAssignment(executor, 0))
                .toList();
        List<WorkerSlot> slots = List.of(new WorkerSlot(0, "supervisor", "127.0.0.1", 6700, 1));
        return TopologyPlan.of(
                new TopologyDefinition("steps-1", "steps", "submit", null, config, topology, 0),
                new Assignment("steps-1", 1, 1, slots, placed, List.of()));
    }

    @Setup
    public void prepare() throws Exception {
        TopologyPlan plan = plan();
        Wakeup wakeup = new Wakeup();
        plan.executors().forEach(executor -> inboxes.put(executor, new Inbox(new Wakeup(), task -> false)));
        ExecutorPlan source = plan.executorsOf(0).stream()
                .filter(executor -> executor.component().equals(SOURCE))
                .findFirst()
                .orElseThrow();
        WorkerInfo worker = new WorkerInfo(plan, 0, "127.0.0.1", 6700, Path.of("."), ForkJoinPool.commonPool());
        ClassLoader loader = EmitSteps.class.getClassLoader();
        Outputs outputs = new Outputs(plan, source, worker, loader, neighbours(), wakeup, () -> 42);
        emitter = outputs.emitter(new ValueCodecs(loader, Map.of(), 1 << 20).newCodec(), false);
        output = outputs.taskOutput(
                source.firstTask(),
                emitter,
                new TaskHooks(List.of()),
                new TaskCounters(SOURCE, source.firstTask()),
                false);
    }

    private Neighbours neighbours() {
        return new Neighbours() {
            @Override
            public @Nullable Inbox local(ExecutorPlan executor) {
                return inboxes.get(executor);
            }

            @Override
            public RemoteExecutor remote(ExecutorPlan executor) {
                throw new IllegalStateException(executor + " is in this worker");
            }
        };
    }

    private TaskOutput output() {
        TaskOutput present = output;
        if (present == null || emitter == null) {
            throw new IllegalStateException("not prepared");
        }
        if (!emitter.isOpen()) {
            drain();
            emitter.flush();
        }
        return present;
    }

    private void drain() {
        for (Inbox inbox : inboxes.values()) {
            Delivery delivery = inbox.pollOutside();
            while (delivery instanceof TupleBatch batch) {
                for (int i = 0; i < batch.tupleCount(); i++) {
                    taken += batch.take(i).size();
                }
                delivery = inbox.pollOutside();
            }
        }
    }

    private List<Integer> checked(List<Integer> targets) {
        if (targets.size() != 1) {
            throw new IllegalStateException("sent to " + targets);
        }
        return targets;
    }

    @Benchmark
    public List<Integer> untracked() {
        TaskOutput present = output();
        present.anchoring().untracked();
        return checked(present.emit(Streams.DEFAULT, new Values(taken)));
    }

    @Benchmark
    public List<Integer> newTree() {
        TaskOutput present = output();
        present.anchoring().newTree(ROOT);
        return checked(present.emit(Streams.DEFAULT, new Values(taken)));
    }

    @Benchmark
    public List<Integer> anchored() {
        TaskOutput present = output();
        return checked(present.emit(Streams.DEFAULT, anchor, new Values(taken)));
    }
}
