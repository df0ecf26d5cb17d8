package dev.vendaval.worker.executor;

import static dev.vendaval.worker.executor.SimulatedTime.MS;
import static dev.vendaval.worker.executor.SimulatedTime.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.link.SimulatedNetwork;
import dev.vendaval.worker.metrics.ErrorLog;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A topology on several workers with real executors, trackers, touch masks and links, on one thread, in an order that a
 * seed decides, with whatever happens to processes, connections and clocks; it says so when something that must always hold
 * does not. {@link SimulatedTopology} is what runs, {@link TreeLedger} what is known of its trees.
 */
final class Simulation {
    private static final int FIRST_PORT = 6700;

    /** What may happen, and how much. */
    record Form(
            int workers, int hollow, int numbers, int deaths, int cuts, int faultyFrames, int jumps, boolean leaving) {
        int all() {
            return workers + hollow;
        }
    }

    final ErrorLog errors = new ErrorLog("127.0.0.1", FIRST_PORT, () -> 0L);
    final SimulatedTime time = new SimulatedTime();

    /** The worker whose executor is in a step. */
    @Nullable
    SimulatedWorker current;

    private final long seed;
    private final Form form;
    private final SplittableRandom random;
    private final SimulatedNetwork network;
    private final TreeLedger ledger;
    private final SimulatedTopology topology;
    private final Map<Integer, SimulatedWorker> workers = new LinkedHashMap<>();
    private final Map<Integer, Long> launches = new HashMap<>();
    private final Set<Integer> diedOnce = new HashSet<>();
    private long nextCheck;
    private boolean settling;
    private @Nullable String violation;
    private long lostSections;

    Simulation(long seed, Form form) {
        this.seed = seed;
        this.form = form;
        this.random = new SplittableRandom(seed);
        this.network = new SimulatedNetwork(random.split(), time);
        this.ledger = new TreeLedger(form.numbers, what -> broken(what, null));
        this.topology = new SimulatedTopology(this, form, random, ledger);
    }

    static int port(int worker) {
        return FIRST_PORT + worker;
    }

    /** Faults are over and what is under way comes to its end. */
    boolean isSettling() {
        return settling;
    }

    /** Hollow workers share the bits of touch masks, so that a death may fail trees of others. */
    Set<Integer> mayHaveDied() {
        return form.hollow > 0 ? IntStream.range(0, form.all()).boxed().collect(Collectors.toSet()) : diedOnce;
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
                worker,
                new SimulatedWorker(
                        this, network, random.split(), topology.plan(), new Incarnation(worker, 1, launch)));
    }

    private void kill(int index) {
        SimulatedWorker worker = Objects.requireNonNull(workers.get(index));
        if (!worker.alive) {
            return;
        }
        worker.alive = false;
        worker.links.kill();
        diedOnce.add(index);
        ledger.died(worker);
        for (SimulatedWorker other : workers.values()) {
            if (other != worker && random.nextInt(10) > 0) { // one in ten hears of it from the others only
                time.after(random.nextLong(300 * MS), () -> {
                    if (other.alive) {
                        other.onLinksThread(() -> other.links.died(worker.incarnation));
                    }
                });
            }
        }
        time.after(50 * MS + random.nextLong(400 * MS), () -> start(index));
    }

    private void plan(int times, long within, Runnable fault) {
        for (int i = 0; i < times; i++) {
            time.after(random.nextLong(within), fault);
        }
    }

    private int anyWorker() {
        return random.nextInt(form.all());
    }

    /** Runs it; whatever does not hold is an error that names the seed. */
    void run() {
        try {
            long busy = 700 * MS;
            for (int worker = 0; worker < form.all(); worker++) {
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
            throw new AssertionError(
                    "seed " + seed + " of " + form + " at " + time.now() / MS + " ms: " + e + "\nrepeat: mvn -pl"
                            + " worker-runtime -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false"
                            + " -Dvendaval.simulation.seeds=1 -Dvendaval.simulation.first=" + seed,
                    e);
        } finally {
            ScriptedSpout.SCRIPTS.forgetAll();
            ScriptedBolt.SCRIPTS.forgetAll();
        }
    }

    private void runFor(long nanos) {
        time.runFor(nanos, () -> {
            if (time.now() >= nextCheck) {
                nextCheck = time.now() + 25 * MS;
                ledger.checkAges(time.now(), form.faultyFrames > 0 ? 16 * SECOND : 2 * SECOND);
            }
            assertThat(violation).isNull();
        });
    }

    private void checkAtRest() {
        ledger.checkAtRest();
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
            topology.checkNothingUntrackedIsLost();
        }
    }

    /** At rest a worker says that it leaves and goes: nothing fails, and nobody takes it for a death. */
    private void leave() {
        int before = deathsKnown();
        int trees = ledger.size();
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
        assertThat(ledger.size()).isEqualTo(trees);
    }

    private int deathsKnown() {
        return workers.values().stream()
                .mapToInt(worker -> worker.deaths.number())
                .sum();
    }
}
