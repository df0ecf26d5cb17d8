package dev.vendaval.worker.executor;

import static dev.vendaval.worker.executor.SimulatedTime.MS;
import static dev.vendaval.worker.executor.SimulatedTime.SECOND;

import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.worker.plan.TopologyPlan;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A simple Nimbus of {@link MovingSimulation}: makes up plans, prepares them, rolls back or commits, and waits for all to
 * settle. Only one informed worker is told of some commits.
 */
final class MovingNimbus {
    private final MovingSimulation simulation;
    private final MovingSimulation.Form form;
    private final SplittableRandom random;
    private final MovingPlans plans;
    private TopologyPlan inForce;
    private @Nullable TopologyPlan preparing;
    private @Nullable TopologyPlan leaving;
    private long lastVersion = 1;
    private long phaseSince;
    private int changesBegun;
    private int changesDone;
    private int aborts;

    MovingNimbus(
            MovingSimulation simulation,
            MovingSimulation.Form form,
            SplittableRandom random,
            TopologyDefinition definition) {
        this.simulation = simulation;
        this.form = form;
        this.random = random;
        this.plans = new MovingPlans(definition, random, form.workers(), form.growthsOfTen(), form.recreationsOfTen());
        this.inForce = plans.next(1, null);
    }

    TopologyPlan inForce() {
        return inForce;
    }

    /** The plan that is prepared, or null. */
    @Nullable
    TopologyPlan preparing() {
        return preparing;
    }

    /** The plan that is being left, or null. */
    @Nullable
    TopologyPlan leaving() {
        return leaving;
    }

    boolean isChanging() {
        return leaving != null || preparing != null;
    }

    int changesDone() {
        return changesDone;
    }

    boolean allChangesHaveEnded() {
        return !isChanging() && changesDone + aborts == changesBegun;
    }

    // ---- phases

    void begin() {
        phaseSince = simulation.time.now();
        goOn();
    }

    private void goOn() {
        TopologyPlan next = preparing;
        if (next != null) {
            if (needed(next).stream().allMatch(index -> isReady(index, next))) {
                decide(next);
            } else if (simulation.time.now() - phaseSince > 5 * SECOND) {
                simulation.broken("nobody got ready for plan " + next.version() + ": " + simulation.states(), null);
            }
        } else if (leaving != null) {
            TopologyPlan before = leaving;
            boolean settled = needed(before).stream().allMatch(this::isSettled)
                    && needed(inForce).stream().allMatch(this::isSettled);
            if (settled) {
                changesDone++;
                simulation.tell("settled " + inForce.version());
                leaving = null;
                TopologyPlan plan = inForce;
                for (MovingWorker worker : simulation.workers().values()) {
                    simulation.later(worker, 20 * MS, () -> worker.follower.adopt(plan, null));
                }
                endEmptied(before);
            } else if (simulation.time.now() - phaseSince > 8 * SECOND) {
                simulation.broken("plan " + inForce.version() + " is not settled: " + simulation.states(), null);
            }
        } else if (changesBegun < form.changes()
                && simulation.allowsChange()
                && simulation.time.now() - phaseSince > random.nextLong(60 * MS)) {
            prepare();
        }
        simulation.time.after(MS, this::goOn);
    }

    private void prepare() {
        changesBegun++;
        phaseSince = simulation.time.now();
        TopologyPlan next = plans.next(++lastVersion, inForce);
        simulation.tell("prepare " + next.version() + " "
                + next.executors().stream()
                        .map(executor -> executor.component() + executor.tasks() + "@" + executor.worker())
                        .toList());
        preparing = next;
        TopologyPlan before = inForce;
        for (int index : needed(next)) {
            MovingWorker present = simulation.workers().get(index);
            if (present == null || !present.alive) {
                if (!inForce.workers().containsKey(index)) {
                    simulation.startNew(index, next);
                }
            } else {
                simulation.later(present, 20 * MS, () -> present.follower.prepare(next, before));
            }
        }
    }

    private Set<Integer> needed(TopologyPlan plan) {
        Set<Integer> needed = new TreeSet<>(plan.workers().keySet());
        needed.addAll(inForce.workers().keySet());
        return needed;
    }

    private boolean isReady(int index, TopologyPlan next) {
        MovingWorker worker = simulation.workers().get(index);
        return worker != null && worker.alive && worker.follower.preparedVersion() == next.version();
    }

    private boolean isSettled(int index) {
        MovingWorker worker = simulation.workers().get(index);
        return worker != null && worker.alive && worker.follower.settledVersion() == inForce.version();
    }

    private void decide(TopologyPlan next) {
        preparing = null;
        phaseSince = simulation.time.now();
        if (random.nextInt(10) < form.abortsOfTen()) {
            rollBack(next);
            return;
        }
        simulation.tell("commit " + next.version());
        TopologyPlan before = inForce;
        leaving = before;
        inForce = next;
        boolean oneOnly = random.nextInt(3) == 0;
        boolean first = true;
        for (int index : needed(before)) {
            MovingWorker worker = simulation.workers().get(index);
            if (worker != null && worker.alive) {
                // One informed peer suffices, also for those that are new; the others hear of it late.
                long delay = oneOnly && !first ? 3 * SECOND : 30 * MS;
                simulation.later(worker, delay, () -> worker.follower.adopt(next, before));
                first = false;
            }
        }
    }

    /** A worker has died: what is prepared will not come. */
    void workerDied() {
        TopologyPlan next = preparing;
        if (next != null) {
            preparing = null;
            phaseSince = simulation.time.now();
            rollBack(next);
        }
    }

    private void rollBack(TopologyPlan next) {
        aborts++;
        simulation.tell("abort " + next.version());
        for (Map.Entry<Integer, MovingWorker> each :
                List.copyOf(simulation.workers().entrySet())) {
            MovingWorker worker = each.getValue();
            if (!inForce.workers().containsKey(each.getKey())) {
                simulation.end(worker);
            } else {
                simulation.later(worker, 20 * MS, () -> worker.follower.abort(next.version()));
            }
        }
    }

    /** What a worker that is in no plan any more leaves behind is nothing. */
    private void endEmptied(TopologyPlan before) {
        for (int index : new TreeSet<>(before.workers().keySet())) {
            if (!inForce.workers().containsKey(index)) {
                simulation.end(Objects.requireNonNull(simulation.workers().get(index)));
            }
        }
    }
}
