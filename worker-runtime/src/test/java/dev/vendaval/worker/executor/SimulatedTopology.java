package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.worker.plan.TopologyPlan;
import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * What runs in the simulation: a tracked source whose tuples a bolt acks, fails, holds, joins and multiplies as the seed
 * says, and an untracked one whose order is watched.
 */
final class SimulatedTopology {
    private static final int NOTHING = -1;

    private final Simulation simulation;
    private final Simulation.Form form;
    private final SplittableRandom random;
    private final TreeLedger ledger;
    private final TopologyPlan plan;
    private final Map<String, List<Tuple>> held = new HashMap<>();
    private int plainSent;
    private final Map<String, Integer> lastPlain = new HashMap<>();
    private final Map<String, Integer> countPlain = new HashMap<>();

    SimulatedTopology(Simulation simulation, Simulation.Form form, SplittableRandom random, TreeLedger ledger) {
        this.simulation = simulation;
        this.form = form;
        this.random = random;
        this.ledger = ledger;
        this.plan = placed(topology());
    }

    TopologyPlan plan() {
        return plan;
    }

    private Topology topology() {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("source", new ScriptedSpout(d -> d.declare(new Fields("a", "b")), new Source()), 2);
        builder.setSpout("plain", new ScriptedSpout(d -> d.declare(new Fields("n")), this::emitPlain));
        builder.setBolt(
                        "middle",
                        new ScriptedBolt(d -> d.declare(new Fields("a", "b")), this::middle),
                        Math.max(2, form.workers() - 1))
                .shuffleGrouping("source");
        builder.setBolt("end", new ScriptedBolt(this::end), form.hollow() > 0 ? form.hollow() : form.workers())
                .fieldsGrouping("middle", new Fields("a"));
        builder.setBolt("plainEnd", new ScriptedBolt(this::plainEnd), 3).allGrouping("plain");
        return builder.build();
    }

    private TopologyPlan placed(Topology topology) {
        Map<String, Object> config = Map.of("topology.tick.tuple.freq", "20ms", "topology.message.timeout", "30s");
        Map<String, Object> merged = TopologyConfig.merge(TopologyConfig.defaults(), TopologyConfig.validated(config));
        TopologyDefinition definition = new TopologyDefinition("t-1", "t", "submit-1", null, merged, topology, 0);
        List<ExecutorAssignment> placed = new ArrayList<>();
        int next = 0;
        int hollow = form.workers();
        for (ExecutorTasks executor : TaskLayout.of(topology, merged).executors()) {
            boolean isHollow = form.hollow() > 0 && executor.component().equals("end");
            placed.add(new ExecutorAssignment(executor, isHollow ? hollow++ : next++ % form.workers()));
        }
        List<WorkerSlot> slots = new ArrayList<>();
        for (int worker = 0; worker < form.workers() + form.hollow(); worker++) {
            slots.add(new WorkerSlot(worker, "supervisor", "127.0.0.1", Simulation.port(worker), 1));
        }
        return TopologyPlan.of(definition, new Assignment("t-1", 1, slots.size(), slots, placed, List.of()));
    }

    private SimulatedWorker here() {
        return Objects.requireNonNull(simulation.current, "no executor is in a step");
    }

    /** Work goes on as long as faults do. */
    private boolean isDue(int sentBefore) {
        return simulation.isSettling()
                || sentBefore < (now() - SimulatedTime.START) * form.numbers() / (900 * SimulatedTime.MS);
    }

    private long now() {
        return simulation.time.now();
    }

    private final class Source implements ScriptedSpout.Script {
        @Override
        public void nextTuple(SpoutOutputCollector collector) {
            TreeLedger.Tree tree = isDue(ledger.size()) ? ledger.begin(here()) : null;
            if (tree != null) {
                sent(tree, collector.emit(new Values(tree.id, NOTHING), tree.id));
            }
        }

        @Override
        public void ack(Object messageId) {
            ledger.acked((Integer) messageId, here());
        }

        @Override
        public void fail(Object messageId) {
            ledger.failed((Integer) messageId, here(), simulation.mayHaveDied());
        }
    }

    private void sent(TreeLedger.Tree tree, List<Integer> targets) {
        Set<Integer> workers =
                targets.stream().map(task -> plan.executorOfTask(task).worker()).collect(Collectors.toSet());
        tree.sent(workers, targets.size(), now());
    }

    private List<TreeLedger.Tree> treesOf(Tuple tuple) {
        List<TreeLedger.Tree> found = new ArrayList<>();
        for (int field = 0; field < 2; field++) {
            int id = Objects.requireNonNull(tuple.getInteger(field));
            if (id != NOTHING) {
                found.add(ledger.tree(id));
            }
        }
        return found;
    }

    private void ack(Tuple input, OutputCollector collector) {
        treesOf(input).forEach(tree -> tree.acked(now()));
        collector.ack(input);
    }

    private void emit(Collection<Tuple> anchors, OutputCollector collector) {
        List<TreeLedger.Tree> of = new ArrayList<>();
        anchors.forEach(anchor -> of.addAll(treesOf(anchor)));
        int second = of.size() > 1 ? of.get(1).id : NOTHING;
        List<Integer> targets = collector.emit(anchors, new Values(of.get(0).id, second));
        of.forEach(tree -> sent(tree, targets));
    }

    private String key(Tuple input) {
        return here().incarnation + "/" + ((RuntimeTuple) input).task;
    }

    private void middle(Tuple input, OutputCollector collector) {
        List<Tuple> holding = held.computeIfAbsent(key(input), added -> new ArrayList<>());
        if (input.getSourceComponent().equals("__system")) {
            holding.forEach(each -> emit(List.of(each), collector));
            holding.forEach(each -> ack(each, collector));
            holding.clear();
            return;
        }
        switch (random.nextInt(simulation.isSettling() ? 10 : 20)) {
            case 19 -> {
                treesOf(input).forEach(TreeLedger.Tree::failedByABolt);
                collector.fail(input);
            }
            case 18 -> holding.add(input);
            case 17 -> {
                emit(List.of(input), collector); // told alone, at the end of the round
                holding.add(input);
            }
            case 16, 15 -> {
                if (holding.isEmpty()) {
                    holding.add(input);
                } else {
                    Tuple other = holding.remove(0);
                    emit(List.of(other, input), collector);
                    ack(other, collector);
                    ack(input, collector);
                }
            }
            default -> {
                for (int copies = 1 + random.nextInt(3); copies > 0; copies--) {
                    emit(List.of(input), collector);
                }
                ack(input, collector);
            }
        }
    }

    private void end(Tuple input, OutputCollector collector) {
        if (!input.getSourceComponent().equals("__system")) {
            treesOf(input).forEach(tree -> tree.atTheEnd(ledger));
            ack(input, collector);
        }
    }

    private void emitPlain(SpoutOutputCollector collector) {
        if (!simulation.isSettling() && plainSent < form.numbers() && isDue(plainSent)) {
            collector.emit(new Values(plainSent++));
        }
    }

    private void plainEnd(Tuple input, OutputCollector collector) {
        if (!input.getSourceComponent().equals("__system")) {
            int number = Objects.requireNonNull(input.getInteger(0));
            Integer before = lastPlain.put(key(input), number);
            countPlain.merge(key(input), 1, Integer::sum);
            if (before != null && number <= before) {
                simulation.broken("number " + number + " came after " + before + " at " + key(input), null);
            }
        }
    }

    /** Without deaths every task of the untracked bolt gets every number. */
    void checkNothingUntrackedIsLost() {
        assertThat(countPlain.values()).hasSize(3).allMatch(count -> count == plainSent);
    }
}
