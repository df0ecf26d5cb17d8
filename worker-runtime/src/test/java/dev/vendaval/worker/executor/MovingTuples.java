package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Fields;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What flows in {@link MovingSimulation}, from a source that outlives its spouts, and what is to be true of it: a tree is
 * acked with no live edge, each pair of tasks keeps its order, so does each key, and neither a task is run by two executors
 * nor a key by two tasks.
 *
 * <pre>
 * source --shuffle--&gt; split --key--&gt; count --key--&gt; ring (to itself, too) &lt;--key--&gt; back
 *    +------------------key-----------^  +---key--&gt; sink &lt;--shuffle-- ring
 * </pre>
 */
final class MovingTuples {
    static final int TASKS = 4;
    static final List<String> BOLTS = List.of("back", "count", "ring", "sink", "split");
    private static final int KEYS = 12;
    private static final int MOST_HOPS = 5;

    private final MovingSimulation simulation;
    private final SplittableRandom random;
    private final int numbers;
    private final boolean grows;

    // The source.
    private final Deque<Integer> todo = new ArrayDeque<>();
    private final Set<Integer> done = new HashSet<>();
    private final Map<Integer, Tree> trees = new LinkedHashMap<>();
    private int nextTree;

    // What is told of tuples.
    private long nextSequence;
    private final Map<Integer, Integer> chains = new HashMap<>();
    private final Map<String, Long> lastSequence = new HashMap<>();
    private final Map<String, Integer> keyRunner = new HashMap<>();
    private final Map<String, Set<Integer>> formerKeyRunners = new HashMap<>();
    private final Map<Integer, Executor> runner = new HashMap<>();
    private final Map<Integer, Set<Executor>> formerRunners = new HashMap<>();
    private final Map<String, Integer> sentTo = new TreeMap<>();
    private final Map<Integer, MovingBolt> instances = new HashMap<>();
    private @Nullable MovingWorker steppingWorker;
    private @Nullable Executor stepping;

    private static final class Tree {
        final int number;
        final MovingWorker spoutsWorker;
        int live;
        boolean ended;

        Tree(int number, MovingWorker spoutsWorker) {
            this.number = number;
            this.spoutsWorker = spoutsWorker;
        }
    }

    /**
     * @param numbers how many the source has
     * @param grows whether bolts may get tasks
     */
    MovingTuples(MovingSimulation simulation, SplittableRandom random, int numbers, boolean grows) {
        this.simulation = simulation;
        this.random = random;
        this.numbers = numbers;
        this.grows = grows;
        for (int number = 0; number < numbers; number++) {
            todo.add(number);
        }
    }

    /** This one makes a step now. */
    void steps(MovingWorker worker, Executor executor) {
        steppingWorker = worker;
        stepping = executor;
    }

    // ---- the topology

    Topology topology() {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(
                "source",
                new ScriptedSpout(
                        d -> {
                            d.declareStream("plain", MovingBolt.FIELDS);
                            d.declareStream("keyed", MovingBolt.FIELDS);
                        },
                        new Source()),
                2);
        builder.setBolt("split", new MovingBolt(script(this::split), "out"), 2)
                .setNumTasks(TASKS)
                .shuffleGrouping("source", "plain");
        builder.setBolt("count", new MovingBolt(script(this::count), "out", "ring"), 2)
                .setNumTasks(TASKS)
                .fieldsGrouping("split", "out", new Fields("key"))
                .fieldsGrouping("source", "keyed", new Fields("key"));
        builder.setBolt("ring", new MovingBolt(script(this::ring), "self", "back", "out"), 2)
                .setNumTasks(TASKS)
                .fieldsGrouping("count", "ring", new Fields("key"))
                .fieldsGrouping("ring", "self", new Fields("key"))
                .fieldsGrouping("back", "out", new Fields("key"));
        builder.setBolt("back", new MovingBolt(script(this::back), "out"), 1)
                .setNumTasks(TASKS)
                .fieldsGrouping("ring", "back", new Fields("key"));
        builder.setBolt("sink", new MovingBolt(script(this::sink)), 2)
                .setNumTasks(TASKS)
                .fieldsGrouping("count", "out", new Fields("key"))
                .shuffleGrouping("ring", "out");
        return builder.build();
    }

    private interface Work {
        void execute(MovingBolt bolt, Tuple input);
    }

    private MovingBolt.Script script(Work work) {
        return new MovingBolt.Script() {
            @Override
            public void prepared(MovingBolt bolt) {}

            @Override
            public void restored(MovingBolt bolt) {
                instances.put(bolt.task, bolt);
            }

            @Override
            public void execute(MovingBolt bolt, Tuple input) {
                if (input.getSourceComponent().equals("__system")) {
                    tick(bolt);
                    return;
                }
                noteExecuted(bolt, input);
                if (isByKey(bolt, input)) {
                    noteKey(bolt, input);
                    bolt.counts().merge(key(input), 1, Integer::sum);
                } else {
                    bolt.others++;
                }
                work.execute(bolt, input);
                if (!bolt.held().contains(input)) {
                    ack(bolt, input);
                }
            }
        };
    }

    private static int key(Tuple tuple) {
        return Objects.requireNonNull(tuple.getInteger(1));
    }

    private static int hops(Tuple tuple) {
        return Objects.requireNonNull(tuple.getInteger(4));
    }

    private Tree tree(Tuple tuple) {
        return Objects.requireNonNull(trees.get(Objects.requireNonNull(tuple.getInteger(0))));
    }

    private void tick(MovingBolt bolt) {
        for (Tuple kept : List.copyOf(bolt.held())) {
            if (!componentOf(bolt).equals("sink")) {
                emit(bolt, "out", kept, random.nextInt(KEYS));
            }
            ack(bolt, kept);
        }
        bolt.held().clear();
    }

    private void ack(MovingBolt bolt, Tuple input) {
        tree(input).live--;
        bolt.collector().ack(input);
    }

    private void emit(MovingBolt bolt, String stream, Tuple anchor, int key) {
        Values values = new Values(
                anchor.getInteger(0), key, chains.getOrDefault(bolt.task, 0), nextSequence++, hops(anchor) + 1);
        sent(tree(anchor), bolt.collector().emit(stream, List.of(anchor), values));
    }

    private void sent(Tree tree, List<Integer> targets) {
        tree.live += targets.size();
        for (int task : targets) {
            sentTo.merge(simulation.layout().componentOf(task), 1, Integer::sum);
        }
    }

    private void sink(MovingBolt bolt, Tuple input) {
        if (grows && random.nextInt(5) == 0) {
            bolt.held().add(input);
        }
    }

    private void split(MovingBolt bolt, Tuple input) {
        if (random.nextInt(4) == 0) {
            bolt.held().add(input); // for the next tick
        } else {
            for (int copies = 1 + random.nextInt(3); copies > 0; copies--) {
                emit(bolt, "out", input, random.nextInt(KEYS));
            }
        }
    }

    private void count(MovingBolt bolt, Tuple input) {
        emit(bolt, "out", input, key(input));
        if (random.nextInt(3) == 0) {
            emit(bolt, "ring", input, key(input));
        }
    }

    private void ring(MovingBolt bolt, Tuple input) {
        if (hops(input) < MOST_HOPS) {
            emit(bolt, random.nextBoolean() ? "self" : "back", input, random.nextInt(KEYS));
        } else {
            emit(bolt, "out", input, key(input));
        }
    }

    private void back(MovingBolt bolt, Tuple input) {
        emit(bolt, "out", input, random.nextInt(KEYS));
    }

    private final class Source implements ScriptedSpout.Script {
        private final Map<SpoutOutputCollector, Integer> tasks = new IdentityHashMap<>();

        @Override
        public void open(TopologyContext context, SpoutOutputCollector collector) {
            tasks.put(collector, context.getThisTaskId());
        }

        @Override
        public void nextTuple(SpoutOutputCollector collector) {
            Integer number = simulation.isDue(nextTree) ? todo.poll() : null;
            if (number == null) {
                return;
            }
            int id = nextTree++;
            Tree tree = new Tree(number, Objects.requireNonNull(steppingWorker));
            trees.put(id, tree);
            String stream = random.nextBoolean() ? "plain" : "keyed";
            int chain = chains.getOrDefault(Objects.requireNonNull(tasks.get(collector)), 0);
            sent(tree, collector.emit(stream, new Values(id, random.nextInt(KEYS), chain, nextSequence++, 0), id));
        }

        @Override
        public void ack(Object messageId) {
            Tree tree = ended((Integer) messageId);
            if (tree.live != 0) {
                simulation.broken("tree " + messageId + " was acked with " + tree.live + " live edges", null);
            }
            done.add(tree.number);
        }

        @Override
        public void fail(Object messageId) {
            Tree tree = ended((Integer) messageId);
            if (!simulation.hasKilled()) {
                simulation.broken("tree " + messageId + " failed, though nobody died", null);
            }
            todo.add(tree.number);
        }

        private Tree ended(int id) {
            Tree tree = Objects.requireNonNull(trees.get(id));
            if (tree.ended || tree.spoutsWorker != steppingWorker) {
                simulation.broken(
                        "tree " + id + " of " + tree.spoutsWorker + " ended twice, or at " + steppingWorker, null);
            }
            tree.ended = true;
            return tree;
        }
    }

    private String componentOf(MovingBolt bolt) {
        return simulation.layout().componentOf(bolt.task);
    }

    private boolean isByKey(MovingBolt bolt, Tuple input) {
        return switch (componentOf(bolt)) {
            case "split" -> false;
            case "sink" -> input.getSourceComponent().equals("count");
            default -> true;
        };
    }

    /** No key is in two tasks at once, and what comes for it comes in order, whichever task it is from and for. */
    private void noteKey(MovingBolt bolt, Tuple input) {
        int key = key(input);
        String owned = componentOf(bolt) + "/" + key;
        Integer before = keyRunner.put(owned, bolt.task);
        if (before != null && before != bolt.task) {
            formerKeyRunners.computeIfAbsent(owned, added -> new HashSet<>()).add(before);
        }
        if (!bolt.owns(key) || formerKeyRunners.getOrDefault(owned, Set.of()).contains(bolt.task)) {
            simulation.broken("key " + key + " is in task " + bolt.task + " after task " + before, null);
        }
        boolean isOneAfterTheOther = input.getSourceComponent().equals("count");
        String sender = isOneAfterTheOther ? "count" : input.getSourceTask() + "/" + input.getInteger(2);
        long sequence = Objects.requireNonNull(input.getLong(3));
        Long last = lastSequence.put(owned + " of " + sender + "/" + input.getSourceStreamId(), sequence);
        if (!simulation.hasKilled() && last != null && last >= sequence) {
            simulation.broken("key " + owned + " of " + sender + ": " + sequence + " came after " + last, null);
        }
    }

    /** Order of each pair, and that no task is run by two executors. */
    private void noteExecuted(MovingBolt bolt, Tuple input) {
        instances.put(bolt.task, bolt);
        Executor present = Objects.requireNonNull(stepping);
        Executor before = runner.put(bolt.task, present);
        if (before != null && before != present) {
            formerRunners.computeIfAbsent(bolt.task, added -> new HashSet<>()).add(before);
        }
        if (formerRunners.getOrDefault(bolt.task, Set.of()).contains(present)) {
            simulation.broken("task " + bolt.task + " is run by " + present.plan() + " after " + before, null);
        }
        int receiver = ((RuntimeTuple) input).task;
        String pair = input.getSourceTask() + "/" + input.getSourceStreamId() + "/" + input.getInteger(2) + "->"
                + receiver + "/" + chains.getOrDefault(receiver, 0);
        long sequence = Objects.requireNonNull(input.getLong(3));
        Long last = lastSequence.put(pair, sequence);
        if (last != null && last >= sequence) {
            simulation.broken("pair " + pair + ": " + sequence + " came after " + last, null);
        }
    }

    // ---- what becomes of it

    boolean allAreDone() {
        return done.size() == numbers;
    }

    /** The trees of a worker that has died are the source's matter. */
    void died(MovingWorker worker) {
        for (Tree tree : trees.values()) {
            if (tree.spoutsWorker == worker && !tree.ended) {
                tree.ended = true;
                todo.add(tree.number);
            }
        }
    }

    /** Order holds within one life of both tasks. */
    void breakChains(List<ExecutorPlan> executors) {
        for (ExecutorPlan executor : executors) {
            for (int task : executor.tasks()) {
                chains.merge(task, 1, Integer::sum);
                runner.remove(task);
                formerRunners.remove(task);
            }
        }
    }

    /** The trees that are open, each with its live edges. */
    String open() {
        StringBuilder open = new StringBuilder();
        trees.forEach((id, tree) -> open.append(tree.ended ? "" : " " + id + ":" + tree.live));
        return open.toString();
    }

    void checkAtRest(String situation) {
        List<Tree> open = trees.values().stream().filter(tree -> !tree.ended).toList();
        assertThat(open).as("trees open; " + situation).isEmpty();
        assertThat(todo).as("numbers not emitted").isEmpty();
        assertThat(done).as("numbers acked").hasSize(numbers);
    }

    /** What the instances remember, wherever they have been, is what was sent to them. */
    void checkCounts() {
        Map<String, Integer> counted = new TreeMap<>();
        instances.forEach(
                (task, bolt) -> counted.merge(simulation.layout().componentOf(task), bolt.counted(), Integer::sum));
        assertThat(counted).isEqualTo(sentTo);
    }
}
