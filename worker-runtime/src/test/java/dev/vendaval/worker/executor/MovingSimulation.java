package dev.vendaval.worker.executor;

import static dev.vendaval.worker.executor.SimulatedTime.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.link.SimulatedNetwork;
import dev.vendaval.worker.metrics.ErrorLog;
import dev.vendaval.worker.plan.TopologyPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Executors that change and move while tuples flow: real executors, trackers and links of several workers on one thread,
 * in an order that a seed decides, with a simple Nimbus that prepares, rolls back, commits and waits for all to settle.
 * What flows is with {@link MovingTuples}, what changes with {@link MovingNimbus}; here is what happens to workers.
 */
final class MovingSimulation {
    private static final int FIRST_PORT = 6700;

    /** What may happen, and how much. */
    record Form(
            int workers,
            int numbers,
            int changes,
            int kills,
            int cuts,
            int abortsOfTen,
            int growthsOfTen,
            int recreationsOfTen) {
        /** Without re-creations. */
        Form(int workers, int numbers, int changes, int kills, int cuts, int abortsOfTen, int growthsOfTen) {
            this(workers, numbers, changes, kills, cuts, abortsOfTen, growthsOfTen, 0);
        }
    }

    final SimulatedTime time = new SimulatedTime();
    final ErrorLog errors = new ErrorLog("127.0.0.1", FIRST_PORT, () -> 0L);

    private final long seed;
    private final Form form;
    private final SplittableRandom random;
    private final SimulatedNetwork network;
    private final Map<Integer, MovingWorker> workers = new TreeMap<>();
    private final Map<Integer, Long> launches = new HashMap<>();
    private final List<String> story = new ArrayList<>();
    private boolean settling;
    private @Nullable String violation;

    private final MovingTuples tuples;
    private final MovingNimbus nimbus;
    private int kills;
    private int ending;
    private long lostSections;

    MovingSimulation(long seed, Form form) {
        this.seed = seed;
        this.form = form;
        this.random = new SplittableRandom(seed);
        this.network = new SimulatedNetwork(random.split(), time);
        Map<String, Object> config = Map.of("topology.tick.tuple.freq", "20ms", "topology.message.timeout", "120s");
        Map<String, Object> merged = TopologyConfig.merge(TopologyConfig.defaults(), TopologyConfig.validated(config));
        this.tuples = new MovingTuples(this, random, form.numbers, form.growthsOfTen > 0);
        TopologyDefinition definition =
                new TopologyDefinition("t-1", "t", "submit-1", null, merged, tuples.topology(), 0);
        this.nimbus = new MovingNimbus(this, form, random, definition);
    }

    static int port(int worker) {
        return FIRST_PORT + worker;
    }

    // ---- for what flows

    /** Whether the source is to emit, after so many tuples. */
    boolean isDue(int emitted) {
        return settling || emitted < (time.now() - SimulatedTime.START) * form.numbers / busyNanos();
    }

    boolean hasKilled() {
        return kills > 0;
    }

    TaskLayout layout() {
        return nimbus.inForce().layout();
    }

    private long busyNanos() {
        return 250 * MS * Math.max(2, form.changes);
    }

    // ---- for Nimbus

    Map<Integer, MovingWorker> workers() {
        return workers;
    }

    /** Whether another change may begin. */
    boolean allowsChange() {
        return !settling && ending == 0;
    }

    void tell(String what) {
        story.add(time.now() / MS + ": " + what);
    }

    /** The worker is in no plan any more. */
    void end(MovingWorker worker) {
        worker.onLinksThread(worker.links::leave);
        ending++;
        worker.ending = true;
        time.after(20 * MS, () -> endWhenHeard(worker, time.now() + 500 * MS));
    }

    private void endWhenHeard(MovingWorker worker, long latest) {
        if (worker.alive && worker.links.unheardFrames() > 0 && time.now() < latest) {
            time.after(MS, () -> endWhenHeard(worker, latest));
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

    void later(MovingWorker worker, long within, Runnable order) {
        time.after(random.nextLong(within), () -> {
            if (worker.alive) {
                worker.onHostThread(order);
            }
        });
    }

    String states() {
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
                    states.append(tuples.open());
                }
            }
        }
        return states.toString();
    }

    // ---- what happens

    long stepEvery() {
        return settling ? 5 * MS : MS;
    }

    void steps(MovingWorker worker, Executor executor) {
        tuples.steps(worker, executor);
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
        TopologyPlan inForce = nimbus.inForce();
        TopologyPlan previous = nimbus.leaving();
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
            TopologyPlan next = nimbus.preparing();
            if (next != null) {
                MovingWorker made = Objects.requireNonNull(workers.get(worker));
                later(made, 20 * MS, () -> made.follower.prepare(next, inForce));
            }
        }
    }

    void startNew(int worker, TopologyPlan next) {
        MovingWorker made = new MovingWorker(this, network, random.split(), next, null, true, nextLife(worker));
        workers.put(worker, made);
        TopologyPlan inForce = nimbus.inForce();
        later(made, 20 * MS, () -> {
            if (!made.ending) { // who is told to stop obeys no further order
                made.follower.prepare(next, inForce);
            }
        });
    }

    private void kill() {
        List<Integer> living = new ArrayList<>(workers.keySet());
        int index = living.get(random.nextInt(living.size()));
        MovingWorker worker = Objects.requireNonNull(workers.get(index));
        if (!worker.alive) {
            return;
        }
        kills++;
        tell("kill " + worker);
        worker.alive = false;
        worker.links.kill();
        breakChains(index);
        tuples.died(worker);
        nimbus.workerDied();
        for (MovingWorker other : workers.values()) {
            if (other != worker && random.nextInt(10) > 0) {
                time.after(random.nextLong(300 * MS), () -> {
                    if (other.alive) {
                        other.onLinksThread(() -> other.links.died(worker.incarnation));
                    }
                });
            }
        }
        time.after(50 * MS + random.nextLong(400 * MS), () -> start(index));
    }

    private void breakChains(int worker) {
        tuples.breakChains(nimbus.inForce().executorsOf(worker));
        TopologyPlan leaving = nimbus.leaving();
        if (leaving != null) {
            tuples.breakChains(leaving.executorsOf(worker));
        }
    }

    private void plan(int times, long within, Runnable fault) {
        for (int i = 0; i < times; i++) {
            time.after(random.nextLong(within), fault);
        }
    }

    /** Runs it; whatever does not hold is an error that names the seed. */
    void run() {
        try {
            for (int worker : new TreeSet<>(nimbus.inForce().workers().keySet())) {
                start(worker);
            }
            runFor(50 * MS);
            nimbus.begin();
            plan(form.kills, busyNanos(), this::kill);
            plan(form.cuts, busyNanos(), network::cutOne);
            runFor(busyNanos());
            for (int i = 0; i < 100 && nimbus.isChanging(); i++) {
                runFor(100 * MS);
            }
            settling = true;
            for (int i = 0; i < 60 && (!tuples.allAreDone() || i < 10); i++) {
                runFor(250 * MS);
            }
            checkAtRest();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + " of " + form + " at " + time.now() / MS + " ms: " + e + "\n"
                            + String.join("\n", story),
                    e);
        } finally {
            ScriptedSpout.SCRIPTS.forgetAll();
            MovingBolt.SCRIPTS.forgetAll();
        }
    }

    private void runFor(long nanos) {
        time.runFor(nanos, () -> assertThat(violation).isNull());
    }

    private void checkAtRest() {
        tuples.checkAtRest("kills " + kills + states());
        assertThat(nimbus.allChangesHaveEnded()).as("changes ended").isTrue();
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
            tuples.checkCounts();
        }
    }

    /** How often some bolt has got tasks. */
    int growthsDone() {
        return nimbus.inForce().growth().added().size();
    }

    /** How often instances of some component have been re-created where they were. */
    int recreationsDone() {
        return nimbus.inForce().config().recreations().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    int changesDone() {
        return nimbus.changesDone();
    }
}
