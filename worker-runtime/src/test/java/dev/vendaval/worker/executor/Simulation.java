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
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.link.SimulatedNetwork;
import dev.vendaval.worker.metrics.ErrorLog;
import dev.vendaval.worker.plan.TopologyPlan;
import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A topology on several workers with real executors, trackers, touch masks and links, on one thread, in an order that a
 * seed decides, with whatever happens to processes, connections and clocks. It knows of each tree which of its tuples are
 * still to be acked, and says so when something that must always hold does not.
 */
final class Simulation implements SimulatedNetwork.Scheduler {
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long TIMEOUT = 30 * SECOND;
    private static final int NOTHING = -1;
    private static final int FIRST_PORT = 6700;

    /** What may happen, and how much. */
    record Form(
            int workers, int hollow, int numbers, int deaths, int cuts, int faultyFrames, int jumps, boolean leaving) {}

    final ErrorLog errors = new ErrorLog("127.0.0.1", FIRST_PORT, () -> 0L);

    /** The worker whose executor is in a step. */
    @Nullable
    SimulatedWorker current;

    private final long seed;
    private final Form form;
    private final SplittableRandom random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final SimulatedNetwork network;
    private final TopologyPlan plan;
    private final Map<Integer, SimulatedWorker> workers = new LinkedHashMap<>();
    private final Map<Integer, Long> launches = new HashMap<>();
    private final Set<Integer> diedOnce = new HashSet<>();
    private long now = SECOND;
    private long order;
    private boolean settling;
    private @Nullable String violation;

    // The source, which outlives spouts.
    private final Deque<Integer> todo = new ArrayDeque<>();
    private final Set<Integer> done = new HashSet<>();
    private final Set<Integer> atTheEnd = new HashSet<>();

    private final Map<Integer, Tree> trees = new LinkedHashMap<>();
    private final Map<String, List<Tuple>> held = new HashMap<>();
    private int nextTree;
    private int plainSent;
    private final Map<String, Integer> lastPlain = new HashMap<>();
    private final Map<String, Integer> countPlain = new HashMap<>();
    private long lostSections;

    private record Event(long at, long order, Runnable task) {}

    /** A tree as the simulation knows it. */
    private static final class Tree {
        final int id;
        final int number;
        final SimulatedWorker spoutsWorker;

        /** Copies that were emitted and not acked. */
        int live;

        final Set<Integer> workers = new HashSet<>();
        boolean ended;
        boolean failedByABolt;
        long progress;

        Tree(int id, int number, SimulatedWorker spoutsWorker) {
            this.id = id;
            this.number = number;
            this.spoutsWorker = spoutsWorker;
        }
    }

    Simulation(long seed, Form form) {
        this.seed = seed;
        this.form = form;
        this.random = new SplittableRandom(seed);
        this.network = new SimulatedNetwork(random.split(), this);
        this.plan = plan();
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
        builder.setSpout("source", new ScriptedSpout(d -> d.declare(new Fields("a", "b")), new Source()), 2);
        builder.setSpout("plain", new ScriptedSpout(d -> d.declare(new Fields("n")), this::emitPlain));
        builder.setBolt(
                        "middle",
                        new ScriptedBolt(d -> d.declare(new Fields("a", "b")), this::middle),
                        Math.max(2, form.workers - 1))
                .shuffleGrouping("source");
        builder.setBolt("end", new ScriptedBolt(this::end), form.hollow > 0 ? form.hollow : form.workers)
                .fieldsGrouping("middle", new Fields("a"));
        builder.setBolt("plainEnd", new ScriptedBolt(this::plainEnd), 3).allGrouping("plain");
        return builder.build();
    }

    private TopologyPlan plan() {
        Topology topology = topology();
        Map<String, Object> config = Map.of("topology.tick.tuple.freq", "20ms", "topology.message.timeout", "30s");
        Map<String, Object> merged = TopologyConfig.merge(TopologyConfig.defaults(), TopologyConfig.validated(config));
        TopologyDefinition definition = new TopologyDefinition("t-1", "t", "submit-1", null, merged, topology, 0);
        List<ExecutorAssignment> placed = new ArrayList<>();
        int next = 0;
        int hollow = form.workers;
        for (ExecutorTasks executor : TaskLayout.of(topology, merged).executors()) {
            boolean isHollow = form.hollow > 0 && executor.component().equals("end");
            placed.add(new ExecutorAssignment(executor, isHollow ? hollow++ : next++ % form.workers));
        }
        List<WorkerSlot> slots = new ArrayList<>();
        for (int worker = 0; worker < form.workers + form.hollow; worker++) {
            slots.add(new WorkerSlot(worker, "supervisor", "127.0.0.1", port(worker), 1));
        }
        return TopologyPlan.of(definition, new Assignment("t-1", 1, slots.size(), slots, placed, List.of()));
    }

    private SimulatedWorker here() {
        return Objects.requireNonNull(current, "no executor is in a step");
    }

    /** Work goes on as long as faults do. */
    private boolean isDue(int sentBefore) {
        return settling || sentBefore < (now - SECOND) * form.numbers / (900 * MS);
    }

    private final class Source implements ScriptedSpout.Script {
        @Override
        public void nextTuple(SpoutOutputCollector collector) {
            Integer number = isDue(nextTree) ? todo.poll() : null;
            if (number != null) {
                Tree tree = new Tree(nextTree++, number, here());
                trees.put(tree.id, tree);
                List<Integer> targets = collector.emit(new Values(tree.id, NOTHING), tree.id);
                sent(tree, targets);
            }
        }

        @Override
        public void ack(Object messageId) {
            Tree tree = ended((Integer) messageId);
            if (tree.live != 0) {
                broken("tree " + tree.id + " was acked with " + tree.live + " live edges", null);
            }
            done.add(tree.number);
        }

        @Override
        public void fail(Object messageId) {
            Tree tree = ended((Integer) messageId);
            boolean touchedADeath = tree.workers.stream().anyMatch(diedOnce::contains);
            if (!touchedADeath && !tree.failedByABolt && form.hollow == 0) {
                broken("tree " + tree.id + " failed, and touched no worker that died: " + tree.workers, null);
            }
            todo.add(tree.number);
        }

        private Tree ended(int id) {
            Tree tree = Objects.requireNonNull(trees.get(id));
            if (tree.ended || tree.spoutsWorker != here()) {
                broken("tree " + id + " of " + tree.spoutsWorker + " ended twice, or at " + here(), null);
            }
            tree.ended = true;
            return tree;
        }
    }

    private void sent(Tree tree, List<Integer> targets) {
        tree.live += targets.size();
        tree.progress = now;
        for (int task : targets) {
            tree.workers.add(plan.executorOfTask(task).worker());
        }
    }

    private List<Tree> treesOf(Tuple tuple) {
        List<Tree> found = new ArrayList<>();
        for (int field = 0; field < 2; field++) {
            int id = Objects.requireNonNull(tuple.getInteger(field));
            if (id != NOTHING) {
                found.add(Objects.requireNonNull(trees.get(id)));
            }
        }
        return found;
    }

    private void ack(Tuple input, OutputCollector collector) {
        for (Tree tree : treesOf(input)) {
            tree.live--;
            tree.progress = now;
        }
        collector.ack(input);
    }

    private void emit(Collection<Tuple> anchors, OutputCollector collector) {
        List<Tree> of = new ArrayList<>();
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
        switch (random.nextInt(settling ? 10 : 20)) {
            case 19 -> {
                treesOf(input).forEach(tree -> tree.failedByABolt = true);
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
            treesOf(input).forEach(tree -> atTheEnd.add(tree.number));
            ack(input, collector);
        }
    }

    private void emitPlain(SpoutOutputCollector collector) {
        if (!settling && plainSent < form.numbers && isDue(plainSent)) {
            collector.emit(new Values(plainSent++));
        }
    }

    private void plainEnd(Tuple input, OutputCollector collector) {
        if (!input.getSourceComponent().equals("__system")) {
            int number = Objects.requireNonNull(input.getInteger(0));
            Integer before = lastPlain.put(key(input), number);
            countPlain.merge(key(input), 1, Integer::sum);
            if (before != null && number <= before) {
                broken("number " + number + " came after " + before + " at " + key(input), null);
            }
        }
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
        return settling ? 20 * MS : MS;
    }

    void lost(DataSection section) {
        lostSections++;
    }

    void broken(String what, @Nullable Throwable cause) {
        if (violation == null) {
            violation = what + (cause == null ? "" : ": " + cause);
        }
    }

    /** A worker has been told that it is dead: only right if it is. */
    void fenced(SimulatedWorker worker) {
        if (worker.alive) {
            broken(worker + " lives and was told that it is dead", null);
        }
    }

    private void start(int worker) {
        long launch = launches.merge(worker, 1L, Long::sum);
        workers.put(
                worker, new SimulatedWorker(this, network, random.split(), plan, new Incarnation(worker, 1, launch)));
    }

    private void kill(int index) {
        SimulatedWorker worker = Objects.requireNonNull(workers.get(index));
        if (!worker.alive) {
            return;
        }
        worker.alive = false;
        worker.links.kill();
        diedOnce.add(index);
        for (Tree tree : trees.values()) {
            if (tree.spoutsWorker == worker && !tree.ended) {
                tree.ended = true;
                todo.add(tree.number); // the source's matter
            }
        }
        for (SimulatedWorker other : workers.values()) {
            if (other != worker && random.nextInt(10) > 0) { // one in ten hears of it from the others only
                after(random.nextLong(300 * MS), () -> {
                    if (other.alive) {
                        other.onLinksThread(() -> other.links.died(worker.incarnation));
                    }
                });
            }
        }
        after(50 * MS + random.nextLong(400 * MS), () -> start(index));
    }

    private void plan(int times, long within, Runnable fault) {
        for (int i = 0; i < times; i++) {
            after(random.nextLong(within), fault);
        }
    }

    private int anyWorker() {
        return random.nextInt(form.workers + form.hollow);
    }

    /** Runs it; whatever does not hold is an error that names the seed. */
    void run() {
        try {
            long busy = 700 * MS;
            for (int worker = 0; worker < form.workers + form.hollow; worker++) {
                start(worker);
            }
            runFor(100 * MS);
            network.faultyFrames(form.faultyFrames);
            plan(form.deaths, busy, () -> kill(anyWorker()));
            plan(form.cuts, busy, () -> {
                if (random.nextInt(4) == 0) {
                    network.cutAll();
                } else {
                    network.cutOne();
                }
            });
            plan(
                    form.jumps,
                    busy,
                    () -> Objects.requireNonNull(workers.get(anyWorker())).jump(random.nextLong(12 * SECOND)));
            runFor(busy + 500 * MS);
            network.faultyFrames(0);
            settling = true;
            // A frame that was lost last on its connection shows only when nothing is acknowledged for 10 s.
            runFor(form.faultyFrames > 0 ? 14 * SECOND : 4 * SECOND);
            checkAtRest();
            if (form.leaving) {
                leave();
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + " of " + form + " at " + now / MS + " ms: " + e, e);
        }
    }

    private void runFor(long nanos) {
        long end = now + nanos;
        long nextCheck = now;
        while (!events.isEmpty() && events.element().at <= end) {
            Event event = events.remove();
            now = event.at;
            event.task.run();
            if (now >= nextCheck) {
                nextCheck = now + 25 * MS;
                checkAges();
            }
            assertThat(violation).isNull();
        }
        now = end;
    }

    private void checkAges() {
        long slack = form.faultyFrames > 0 ? 16 * SECOND : 2 * SECOND;
        for (Tree tree : trees.values()) {
            if (!tree.ended && now - tree.progress > TIMEOUT + TIMEOUT / 10 + slack) {
                broken("tree " + tree.id + " is open without progress for longer than the time-out and 10 %", null);
            }
        }
    }

    private void checkAtRest() {
        List<Integer> open = trees.values().stream()
                .filter(tree -> !tree.ended)
                .map(tree -> tree.id)
                .toList();
        assertThat(open)
                .as("trees open, long after the last fault and long before their time-out; dead: " + diedOnce)
                .isEmpty();
        assertThat(todo).as("numbers not emitted").isEmpty();
        assertThat(done).as("numbers acked").hasSize(form.numbers);
        assertThat(atTheEnd).as("numbers that reached the end").hasSize(form.numbers);
        long lostUntracked = 0;
        for (SimulatedWorker worker : workers.values()) {
            assertThat(worker.alive).isTrue();
            assertThat(worker.links.creditsOut()).as("credits of " + worker).isZero();
            assertThat(worker.links.unackedFrames()).as("frames of " + worker).isZero();
            lostUntracked += worker.links.lostUntracked();
            for (ExecutorSnapshot snapshot : worker.snapshots()) {
                assertThat(snapshot.pendingTrees() + snapshot.inboxTuples() + snapshot.outboxTuples())
                        .as(snapshot.toString())
                        .isZero();
                for (TaskReport task : snapshot.tasks()) {
                    assertThat(task.timedOut())
                            .as("time-outs of " + task.component())
                            .isZero();
                }
            }
        }
        assertThat(errors.reports()).isEmpty();
        assertThat(lostSections).as("sections that a living worker did not get").isZero();
        if (form.deaths == 0) {
            assertThat(lostUntracked).isZero();
            assertThat(countPlain.values()).hasSize(3).allMatch(count -> count == plainSent);
        }
    }

    /** At rest a worker says that it leaves and goes: nothing fails, and nobody takes it for a death. */
    private void leave() {
        int before = deathsKnown();
        int failed = trees.size();
        SimulatedWorker leaving = Objects.requireNonNull(workers.get(form.workers - 1));
        leaving.onLinksThread(leaving.links::leave);
        runFor(100 * MS);
        leaving.alive = false;
        leaving.links.kill();
        for (SimulatedWorker other : workers.values()) {
            if (other.alive) {
                other.onLinksThread(() -> other.links.died(leaving.incarnation));
            }
        }
        runFor(500 * MS);
        assertThat(deathsKnown()).isEqualTo(before);
        assertThat(trees).hasSize(failed);
    }

    private int deathsKnown() {
        return workers.values().stream()
                .mapToInt(worker -> worker.deaths.number())
                .sum();
    }
}
