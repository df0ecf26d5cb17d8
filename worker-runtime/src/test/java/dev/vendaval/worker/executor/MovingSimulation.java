package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Fields;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.AddedTasks;
import dev.vendaval.protocol.topology.ComponentTasks;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskGrowth;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.link.SimulatedNetwork;
import dev.vendaval.worker.metrics.ErrorLog;
import dev.vendaval.worker.plan.TopologyPlan;
import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Executors that change and move while tuples flow: real executors, trackers and links of several workers on one thread,
 * in an order that a seed decides, with a simple Nimbus that prepares, rolls back, commits and waits for all to settle.
 *
 * <pre>
 * source --shuffle--&gt; split --key--&gt; count --key--&gt; ring (to itself, too) &lt;--key--&gt; back
 *    +------------------key-----------^  +---key--&gt; sink &lt;--shuffle-- ring
 * </pre>
 */
final class MovingSimulation implements SimulatedNetwork.Scheduler {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int FIRST_PORT = 6700;
    private static final int TASKS = 4;
    private static final int KEYS = 12;
    private static final int MOST_HOPS = 5;
    private static final List<String> BOLTS = List.of("back", "count", "ring", "sink", "split");

    /** What may happen, and how much. */
    record Form(int workers, int numbers, int changes, int kills, int cuts, int abortsOfTen, int growthsOfTen) {}

    final ErrorLog errors = new ErrorLog("127.0.0.1", FIRST_PORT, () -> 0L);

    private final long seed;
    private final Form form;
    private final SplittableRandom random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final SimulatedNetwork network;
    private final TopologyDefinition definition;
    private final Map<Integer, MovingWorker> workers = new TreeMap<>();
    private final Map<Integer, Long> launches = new HashMap<>();
    private final List<String> story = new ArrayList<>();
    private long now = SECOND;
    private long order;
    private boolean settling;
    private @Nullable String violation;

    // Nimbus.
    private TopologyPlan inForce;
    private @Nullable TopologyPlan preparing;
    private @Nullable TopologyPlan leaving;
    private long lastVersion = 1;
    private long phaseSince;
    private TaskGrowth proposed = TaskGrowth.NONE;
    private int growthsDone;
    private int changesBegun;
    private int changesDone;
    private int aborts;
    private int kills;
    private int ending;

    // The source, which outlives spouts.
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
    private long lostSections;
    private @Nullable MovingWorker steppingWorker;
    private @Nullable Executor stepping;

    private record Event(long at, long order, Runnable task) {}

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

    MovingSimulation(long seed, Form form) {
        this.seed = seed;
        this.form = form;
        this.random = new SplittableRandom(seed);
        this.network = new SimulatedNetwork(random.split(), this);
        Map<String, Object> config = Map.of("topology.tick.tuple.freq", "20ms", "topology.message.timeout", "120s");
        Map<String, Object> merged = TopologyConfig.merge(TopologyConfig.defaults(), TopologyConfig.validated(config));
        this.definition = new TopologyDefinition("t-1", "t", "submit-1", null, merged, topology(), 0);
        this.inForce = randomPlan(1);
        for (int number = 0; number < form.numbers; number++) {
            todo.add(number);
        }
    }

    static int port(int worker) {
        return FIRST_PORT + worker;
    }

    // ---- the topology

    private Topology topology() {
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
            sentTo.merge(inForce.layout().componentOf(task), 1, Integer::sum);
        }
    }

    private void sink(MovingBolt bolt, Tuple input) {
        if (form.growthsOfTen > 0 && random.nextInt(5) == 0) {
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

    private boolean isDue() {
        return settling || nextTree < (now - SECOND) * form.numbers / busyNanos();
    }

    private long busyNanos() {
        return 250 * MS * Math.max(2, form.changes);
    }

    private final class Source implements ScriptedSpout.Script {
        @Override
        public void nextTuple(SpoutOutputCollector collector) {
            Integer number = isDue() ? todo.poll() : null;
            if (number == null) {
                return;
            }
            int id = nextTree++;
            Tree tree = new Tree(number, Objects.requireNonNull(steppingWorker));
            trees.put(id, tree);
            String stream = random.nextBoolean() ? "plain" : "keyed";
            sent(tree, collector.emit(stream, new Values(id, random.nextInt(KEYS), 0, nextSequence++, 0), id));
        }

        @Override
        public void ack(Object messageId) {
            Tree tree = ended((Integer) messageId);
            if (tree.live != 0) {
                broken("tree " + messageId + " was acked with " + tree.live + " live edges", null);
            }
            done.add(tree.number);
        }

        @Override
        public void fail(Object messageId) {
            Tree tree = ended((Integer) messageId);
            if (kills == 0) {
                broken("tree " + messageId + " failed, though nobody died", null);
            }
            todo.add(tree.number);
        }

        private Tree ended(int id) {
            Tree tree = Objects.requireNonNull(trees.get(id));
            if (tree.ended || tree.spoutsWorker != steppingWorker) {
                broken("tree " + id + " of " + tree.spoutsWorker + " ended twice, or at " + steppingWorker, null);
            }
            tree.ended = true;
            return tree;
        }
    }

    private String componentOf(MovingBolt bolt) {
        return inForce.layout().componentOf(bolt.task);
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
            broken("key " + key + " is in task " + bolt.task + " after task " + before, null);
        }
        boolean isOneAfterTheOther = input.getSourceComponent().equals("count");
        String sender = isOneAfterTheOther ? "count" : input.getSourceTask() + "/" + input.getInteger(2);
        Long last = lastSequence.put(
                owned + " of " + sender + "/" + input.getSourceStreamId(), Objects.requireNonNull(input.getLong(3)));
        if (kills == 0 && last != null && last >= Objects.requireNonNull(input.getLong(3))) {
            broken("key " + owned + " of " + sender + ": " + input.getLong(3) + " came after " + last, null);
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
            broken("task " + bolt.task + " is run by " + present.plan() + " after " + before, null);
        }
        int receiver = ((RuntimeTuple) input).task;
        String pair = input.getSourceTask() + "/" + input.getSourceStreamId() + "/" + input.getInteger(2) + "->"
                + receiver + "/" + chains.getOrDefault(receiver, 0);
        long sequence = Objects.requireNonNull(input.getLong(3));
        Long last = lastSequence.put(pair, sequence);
        if (last != null && last >= sequence) {
            broken("pair " + pair + ": " + sequence + " came after " + last, null);
        }
    }

    // ---- plans

    private TopologyPlan randomPlan(long version) {
        int used = 1 + random.nextInt(form.workers);
        List<Integer> indexes = new ArrayList<>();
        for (int worker = 0; worker < form.workers; worker++) {
            indexes.add(random.nextInt(indexes.size() + 1), worker);
        }
        Set<Integer> places = new TreeSet<>();
        indexes.stream().limit(used).forEach(places::add);
        List<Integer> choice = List.copyOf(places);
        List<ExecutorAssignment> placed = new ArrayList<>();
        boolean few = random.nextInt(3) == 0 && version > 1;
        TaskGrowth before = version > 1 ? inForce.growth() : TaskGrowth.NONE;
        TaskGrowth growth = before;
        if (version > 1 && random.nextInt(10) < form.growthsOfTen) {
            growth = randomGrowth();
        }
        Set<String> growing = new HashSet<>();
        growth.added().stream().skip(before.added().size()).forEach(added -> growing.add(added.component()));
        for (ComponentTasks component : TaskLayout.of(definition.topology(), definition.config(), growth)
                .components()) {
            if (component.component().equals("source")) {
                int count = 1 + random.nextInt(2);
                for (ExecutorTasks executor : TaskLayout.executors("source", component.tasks(), count)) {
                    placed.add(new ExecutorAssignment(executor, choice.get(random.nextInt(choice.size()))));
                }
            } else if (BOLTS.contains(component.component())) {
                if (few && !growing.contains(component.component()) && random.nextInt(3) > 0) {
                    inForce.executors().stream()
                            .filter(executor -> executor.component().equals(component.component()))
                            .forEach(executor ->
                                    placed.add(new ExecutorAssignment(executor.identity(), executor.worker())));
                    continue;
                }
                int count = 1 + random.nextInt(component.tasks().size());
                for (ExecutorTasks executor : TaskLayout.executors(component.component(), component.tasks(), count)) {
                    placed.add(new ExecutorAssignment(executor, choice.get(random.nextInt(choice.size()))));
                }
            }
        }
        Set<Integer> inUse = new TreeSet<>();
        placed.forEach(each -> inUse.add(each.workerIndex()));
        List<WorkerSlot> slots = inUse.stream()
                .map(worker -> new WorkerSlot(worker, "supervisor", "127.0.0.1", port(worker), 1))
                .toList();
        return TopologyPlan.of(
                definition, new Assignment("t-1", version, slots.size(), slots, placed, List.of()).with(growth));
    }

    /** One bolt or more get tasks whose ids nobody has had, not even in a plan that was rolled back. */
    private TaskGrowth randomGrowth() {
        TaskGrowth growth = inForce.growth().beyond(proposed);
        for (String bolt : BOLTS) {
            if (random.nextInt(3) == 0) {
                int first = Math.max(growth.highestTask(), inForce.layout().highestTask()) + 1;
                List<Integer> tasks = new ArrayList<>();
                for (int more = 1 + random.nextInt(TASKS); more > 0; more--) {
                    tasks.add(first + tasks.size());
                }
                growth = growth.with(new AddedTasks(bolt, tasks));
            }
        }
        proposed = growth;
        return growth;
    }

    // ---- Nimbus

    private void nimbus() {
        TopologyPlan next = preparing;
        if (next != null) {
            if (needed(next).stream().allMatch(index -> isReady(index, next))) {
                decide(next);
            } else if (now - phaseSince > 5 * SECOND) {
                broken("nobody got ready for plan " + next.version() + ": " + states(), null);
            }
        } else if (leaving != null) {
            TopologyPlan before = leaving;
            boolean settled = needed(before).stream().allMatch(this::isSettled)
                    && needed(inForce).stream().allMatch(this::isSettled);
            if (settled) {
                changesDone++;
                story.add(now / MS + ": settled " + inForce.version());
                leaving = null;
                TopologyPlan plan = inForce;
                for (MovingWorker worker : workers.values()) {
                    later(worker, 20 * MS, () -> worker.follower.adopt(plan, null));
                }
                endEmptied(before);
            } else if (now - phaseSince > 8 * SECOND) {
                broken("plan " + inForce.version() + " is not settled: " + states(), null);
            }
        } else if (changesBegun < form.changes
                && !settling
                && ending == 0
                && now - phaseSince > random.nextLong(60 * MS)) {
            begin();
        }
        after(MS, this::nimbus);
    }

    private void begin() {
        changesBegun++;
        phaseSince = now;
        TopologyPlan next = randomPlan(++lastVersion);
        story.add(now / MS + ": prepare " + next.version() + " "
                + next.executors().stream()
                        .map(executor -> executor.component() + executor.tasks() + "@" + executor.worker())
                        .toList());
        preparing = next;
        for (int index : needed(next)) {
            MovingWorker present = workers.get(index);
            if (present == null || !present.alive) {
                if (!inForce.workers().containsKey(index)) {
                    startNew(index, next);
                }
            } else {
                later(present, 20 * MS, () -> present.follower.prepare(next));
            }
        }
    }

    private Set<Integer> needed(TopologyPlan plan) {
        Set<Integer> needed = new TreeSet<>(plan.workers().keySet());
        needed.addAll(inForce.workers().keySet());
        return needed;
    }

    private boolean isReady(int index, TopologyPlan next) {
        MovingWorker worker = workers.get(index);
        return worker != null && worker.alive && worker.follower.preparedVersion() == next.version();
    }

    private boolean isSettled(int index) {
        MovingWorker worker = workers.get(index);
        return worker != null && worker.alive && worker.follower.settledVersion() == inForce.version();
    }

    private void decide(TopologyPlan next) {
        preparing = null;
        phaseSince = now;
        if (random.nextInt(10) < form.abortsOfTen) {
            rollBack(next);
            return;
        }
        story.add(now / MS + ": commit " + next.version());
        TopologyPlan before = inForce;
        growthsDone += next.growth().added().size() - before.growth().added().size();
        leaving = before;
        inForce = next;
        boolean oneOnly = random.nextInt(3) == 0;
        boolean first = true;
        for (int index : needed(before)) {
            MovingWorker worker = workers.get(index);
            boolean isNew = !before.workers().containsKey(index);
            if (worker != null && worker.alive) {
                // One informed peer suffices for those that know what is left; the others hear of it late.
                long delay = oneOnly && !first && !isNew ? 3 * SECOND : 30 * MS;
                later(worker, delay, () -> worker.follower.adopt(next, before));
                first &= isNew;
            }
        }
    }

    private void rollBack(TopologyPlan next) {
        aborts++;
        story.add(now / MS + ": abort " + next.version());
        for (Map.Entry<Integer, MovingWorker> each : List.copyOf(workers.entrySet())) {
            MovingWorker worker = each.getValue();
            if (!inForce.workers().containsKey(each.getKey())) {
                end(worker);
            } else {
                later(worker, 20 * MS, () -> worker.follower.abort(next.version()));
            }
        }
    }

    /** What a worker that is in no plan any more leaves behind is nothing. */
    private void endEmptied(TopologyPlan before) {
        for (int index : new TreeSet<>(before.workers().keySet())) {
            if (!inForce.workers().containsKey(index)) {
                end(Objects.requireNonNull(workers.get(index)));
            }
        }
    }

    private void end(MovingWorker worker) {
        worker.onLinksThread(worker.links::leave);
        ending++;
        worker.ending = true;
        after(20 * MS, () -> endWhenHeard(worker, now + 500 * MS));
    }

    private void endWhenHeard(MovingWorker worker, long latest) {
        if (worker.alive && worker.links.unheardFrames() > 0 && now < latest) {
            after(MS, () -> endWhenHeard(worker, latest));
            return;
        }
        ending--;
        if (worker.alive) {
            worker.alive = false;
            worker.links.kill();
            workers.remove(worker.incarnation.workerIndex(), worker);
            for (MovingWorker other : workers.values()) {
                other.onLinksThread(() -> other.links.died(worker.incarnation));
            }
        }
    }

    private void later(MovingWorker worker, long within, Runnable order) {
        after(random.nextLong(within), () -> {
            if (worker.alive) {
                worker.onHostThread(order);
            }
        });
    }

    private String states() {
        StringBuilder states = new StringBuilder();
        for (MovingWorker worker : workers.values()) {
            states.append("\n  ").append(worker).append(" follows ");
            TopologyPlan plan = worker.follower.present();
            states.append(plan == null ? "nothing" : plan.version());
            for (Executor executor : worker.roster.executors()) {
                states.append("\n    ")
                        .append(executor.plan())
                        .append(executor.plan().tasks());
                states.append(' ').append(executor.describePassage());
                if (executor.pendingTrees() > 0) {
                    states.append(", ").append(executor.pendingTrees()).append(" trees");
                    trees.forEach((id, tree) -> states.append(tree.ended ? "" : " " + id + ":" + tree.live));
                }
            }
        }
        return states.toString();
    }

    // ---- what happens

    @Override
    public long now() {
        return now;
    }

    @Override
    public void after(long nanos, Runnable task) {
        events.add(new Event(now + nanos, order++, task));
    }

    long stepEvery() {
        return settling ? 5 * MS : MS;
    }

    void steps(MovingWorker worker, Executor executor) {
        steppingWorker = worker;
        stepping = executor;
    }

    void lost(DataSection section) {
        lostSections++;
    }

    void broken(String what, @Nullable Throwable cause) {
        if (violation == null) {
            violation = what + (cause == null ? "" : ": " + cause);
        }
    }

    void fenced(MovingWorker worker) {
        if (worker.alive && !worker.ending) {
            broken(worker + " lives and was told that it is dead", null);
        }
    }

    private Incarnation nextLife(int worker) {
        return new Incarnation(worker, 1, launches.merge(worker, 1L, Long::sum));
    }

    /** By what its supervisor knows at that time. */
    private void start(int worker) {
        TopologyPlan previous = leaving;
        boolean isIn = inForce.workers().containsKey(worker)
                || (previous != null && previous.workers().containsKey(worker));
        MovingWorker present = workers.get(worker);
        if (present != null && present.alive) {
            return; // it was needed for another plan meanwhile
        }
        if (!isIn) {
            workers.remove(worker);
        } else {
            workers.put(
                    worker,
                    new MovingWorker(this, network, random.split(), inForce, previous, false, nextLife(worker)));
            TopologyPlan next = preparing;
            if (next != null) {
                MovingWorker made = Objects.requireNonNull(workers.get(worker));
                later(made, 20 * MS, () -> made.follower.prepare(next));
            }
        }
    }

    private void startNew(int worker, TopologyPlan next) {
        MovingWorker made = new MovingWorker(this, network, random.split(), next, null, true, nextLife(worker));
        workers.put(worker, made);
        later(made, 20 * MS, () -> made.follower.prepare(next));
    }

    private void kill() {
        List<Integer> living = new ArrayList<>(workers.keySet());
        int index = living.get(random.nextInt(living.size()));
        MovingWorker worker = Objects.requireNonNull(workers.get(index));
        if (!worker.alive) {
            return;
        }
        kills++;
        story.add(now / MS + ": kill " + worker);
        worker.alive = false;
        worker.links.kill();
        TopologyPlan next = preparing;
        breakChains(index);
        for (Tree tree : trees.values()) {
            if (tree.spoutsWorker == worker && !tree.ended) {
                tree.ended = true;
                todo.add(tree.number); // the source's matter
            }
        }
        if (next != null) {
            preparing = null;
            phaseSince = now;
            rollBack(next);
        }
        for (MovingWorker other : workers.values()) {
            if (other != worker && random.nextInt(10) > 0) {
                after(random.nextLong(300 * MS), () -> {
                    if (other.alive) {
                        other.onLinksThread(() -> other.links.died(worker.incarnation));
                    }
                });
            }
        }
        after(50 * MS + random.nextLong(400 * MS), () -> start(index));
    }

    /** Order holds within one life of both tasks. */
    private void breakChains(int worker) {
        List<TopologyPlan> plans = new ArrayList<>(List.of(inForce));
        if (leaving != null) {
            plans.add(leaving);
        }
        for (TopologyPlan plan : plans) {
            plan.executorsOf(worker)
                    .forEach(executor -> executor.tasks().forEach(task -> {
                        chains.merge(task, 1, Integer::sum);
                        runner.remove(task);
                        formerRunners.remove(task);
                    }));
        }
    }

    private void plan(int times, long within, Runnable fault) {
        for (int i = 0; i < times; i++) {
            after(random.nextLong(within), fault);
        }
    }

    /** Runs it; whatever does not hold is an error that names the seed. */
    void run() {
        try {
            for (int worker : new TreeSet<>(inForce.workers().keySet())) {
                start(worker);
            }
            runFor(50 * MS);
            phaseSince = now;
            nimbus();
            plan(form.kills, busyNanos(), this::kill);
            plan(form.cuts, busyNanos(), network::cutOne);
            runFor(busyNanos());
            for (int i = 0; i < 100 && (leaving != null || preparing != null); i++) {
                runFor(100 * MS);
            }
            settling = true;
            for (int i = 0; i < 60 && (done.size() < form.numbers || i < 10); i++) {
                runFor(250 * MS);
            }
            checkAtRest();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + " of " + form + " at " + now / MS + " ms: " + e + "\n" + String.join("\n", story),
                    e);
        }
    }

    private void runFor(long nanos) {
        long end = now + nanos;
        while (!events.isEmpty() && events.element().at <= end) {
            Event event = events.remove();
            now = event.at;
            event.task.run();
            assertThat(violation).isNull();
        }
        now = end;
    }

    private void checkAtRest() {
        List<Tree> open = trees.values().stream().filter(tree -> !tree.ended).toList();
        assertThat(open).as("trees open; kills " + kills + states()).isEmpty();
        assertThat(todo).as("numbers not emitted").isEmpty();
        assertThat(done).as("numbers acked").hasSize(form.numbers);
        assertThat(preparing).isNull();
        assertThat(leaving).isNull();
        assertThat(changesDone + aborts).as("changes ended").isEqualTo(changesBegun);
        for (MovingWorker worker : workers.values()) {
            assertThat(worker.alive).isTrue();
            assertThat(worker.links.creditsOut()).as("credits of " + worker).isZero();
            assertThat(worker.links.unackedFrames()).as("frames of " + worker).isZero();
            for (ExecutorSnapshot snapshot : worker.snapshots()) {
                assertThat(snapshot.pendingTrees() + snapshot.inboxTuples() + snapshot.outboxTuples())
                        .as(snapshot.toString())
                        .isZero();
                for (TaskReport task : snapshot.tasks()) {
                    assertThat(task.timedOut()).as("time-outs").isZero();
                }
            }
        }
        assertThat(errors.reports()).isEmpty();
        if (kills == 0) {
            assertThat(lostSections).as("sections that came for nobody").isZero();
            checkCounts();
        }
    }

    /** What the instances remember, wherever they have been, is what was sent to them. */
    private void checkCounts() {
        Map<String, Integer> counted = new TreeMap<>();
        instances.forEach(
                (task, bolt) -> counted.merge(inForce.layout().componentOf(task), bolt.counted(), Integer::sum));
        assertThat(counted).isEqualTo(sentTo);
    }

    /** How often some bolt has got tasks. */
    int growthsDone() {
        return growthsDone;
    }

    int changesDone() {
        return changesDone;
    }
}
