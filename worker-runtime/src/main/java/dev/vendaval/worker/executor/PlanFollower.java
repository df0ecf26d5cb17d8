package dev.vendaval.worker.executor;

import dev.vendaval.worker.plan.PlanChange;
import dev.vendaval.worker.plan.TopologyPlan;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which plan a worker follows, by what it is told: by orders, which may be repeated and late, and by other workers, of which
 * one that knows is enough. Owned by the worker's host.
 */
public final class PlanFollower {
    private static final Logger log = LoggerFactory.getLogger(PlanFollower.class);

    private final Changeover changeover;
    private final int worker;
    private final LongConsumer tellOthers;
    private final Consumer<Supplier<Set<Integer>>> tellSettled;
    private final LongSupplier unacknowledged;

    /** Those that this one may have to do with; read by any thread. */
    private volatile Set<Integer> workers = Set.of();

    private volatile @Nullable TopologyPlan present;

    /** What the others have in force while this worker is new with the plan that is staged. */
    private @Nullable TopologyPlan elsewhere;

    /** What is in force is a change that is not known to be done everywhere. */
    private boolean changing;

    /** That change is done everywhere, by what Nimbus says. */
    private boolean doneElsewhere;

    private long aborted;
    private long heard;

    /**
     * @param worker index of this worker
     * @param present the plan that its executors were made for; null if it is new with the next one
     * @param changing whether its life began while the change to that plan was under way
     * @param tellOthers tells the other workers that this one follows a change
     * @param unacknowledged what others have not said that they have of this worker's
     * @param tellSettled a change is done everywhere; gets who tells which workers there are at any moment
     */
    public PlanFollower(
            Changeover changeover,
            int worker,
            @Nullable TopologyPlan present,
            boolean changing,
            LongConsumer tellOthers,
            LongSupplier unacknowledged,
            Consumer<Supplier<Set<Integer>>> tellSettled) {
        this.changeover = changeover;
        this.worker = worker;
        this.present = present;
        this.changing = changing;
        this.tellOthers = tellOthers;
        this.unacknowledged = unacknowledged;
        this.tellSettled = tellSettled;
    }

    /** The plan in force; null in a worker that is new with the one that is staged. */
    public @Nullable TopologyPlan present() {
        return present;
    }

    /**
     * Makes what a plan needs here. As often as one likes.
     *
     * @param inForce the plan that it would be a change from
     */
    public void prepare(TopologyPlan next, TopologyPlan inForce) {
        if (stage(next, inForce)) {
            hear(heard);
        }
    }

    /** False if that was done before, or is too late. */
    private boolean stage(TopologyPlan next, TopologyPlan inForce) {
        TopologyPlan before = present;
        TopologyPlan staged = changeover.staged();
        // A late order for a plan that was given up meanwhile does not undo a newer one.
        boolean isKnown = staged != null && staged.version() >= next.version();
        if (isKnown || next.version() <= aborted || (before != null && next.version() <= before.version())) {
            return false;
        }
        if (staged != null) {
            changeover.abort();
        }
        Set<Integer> more = new HashSet<>(workers);
        more.addAll(next.workers().keySet());
        if (before == null) {
            more.addAll(inForce.workers().keySet());
            elsewhere = inForce;
        }
        workers = Set.copyOf(more);
        changeover.stage(left(), next);
        return true;
    }

    /** What a commit would leave: in force here or, for a worker that is new with the next plan, elsewhere. */
    private @Nullable TopologyPlan left() {
        return present == null ? elsewhere : present;
    }

    private void setWorkers(TopologyPlan now, @Nullable TopologyPlan staged) {
        Set<Integer> known = new HashSet<>(now.workers().keySet());
        if (staged != null) {
            known.addAll(staged.workers().keySet());
        }
        workers = Set.copyOf(known);
    }

    /** What was prepared for that version will not come. */
    public void abort(long version) {
        aborted = Math.max(aborted, version);
        TopologyPlan staged = changeover.staged();
        if (staged != null && staged.version() > version) {
            return;
        }
        changeover.abort();
        TopologyPlan now = present;
        if (now != null && !changing) {
            // Also if nothing was staged here: workers that were to come may have called.
            setWorkers(now, null);
            tellSettled.accept(() -> workers);
        }
    }

    /**
     * A plan is in force; {@code previous} is the one that is being left, while that is not done.
     *
     * @return false if it cannot be followed: nothing was said of a change to it
     */
    public boolean adopt(TopologyPlan plan, @Nullable TopologyPlan previous) {
        TopologyPlan before = present;
        if (before == null || plan.version() > before.version()) {
            if (!follow(before == null ? previous : before, plan, previous != null)) {
                return false;
            }
        }
        TopologyPlan now = present;
        if (previous == null && changing && now != null && now.version() == plan.version()) {
            doneElsewhere = true;
            goOn();
        }
        return true;
    }

    /** Now and then: what is done everywhere is forgotten once it is done here. */
    public void goOn() {
        TopologyPlan now = present;
        if (doneElsewhere && now != null && !changeover.isUnderWay()) {
            doneElsewhere = false;
            changing = false;
            changeover.forget();
            setWorkers(now, changeover.staged());
            tellSettled.accept(() -> workers);
        }
    }

    private boolean follow(@Nullable TopologyPlan before, TopologyPlan plan, boolean isChange) {
        TopologyPlan staged = changeover.staged();
        boolean isStaged = staged != null && staged.version() == plan.version();
        if (before != null && !isStaged && before.isLike(plan)) {
            present = plan;
            return true;
        }
        if (!isStaged) {
            if (!isChange) {
                log.warn(
                        "plan {} is not followed: it places or configures executors otherwise, and was not prepared",
                        plan.version());
                return false;
            }
            log.warn("plan {} comes into force here without having been prepared", plan.version());
            stage(plan, before == null ? plan : before);
        }
        changeover.commit(new PlanChange(before == null ? plan : before, plan, worker, false));
        present = plan;
        elsewhere = null;
        changing = true;
        doneElsewhere = false;
        tellOthers.accept(plan.version());
        return true;
    }

    /** Some worker follows the change to this version. */
    public void hear(long version) {
        heard = Math.max(heard, version);
        TopologyPlan before = left();
        TopologyPlan staged = changeover.staged();
        if (before != null && staged != null && staged.version() == version) {
            follow(before, staged, true);
        }
    }

    /** The newest plan that this worker is ready for; 0 for none beyond the present one. */
    public long preparedVersion() {
        TopologyPlan staged = changeover.staged();
        return staged != null && changeover.isReady(left()) ? staged.version() : 0;
    }

    /** The newest plan in force of which nothing is held, drained or handed over here any more. */
    public long settledVersion() {
        TopologyPlan now = present;
        if (now == null || changeover.isUnderWay()) {
            return 0;
        }
        boolean isEmptied = !now.workers().containsKey(worker);
        return isEmptied && unacknowledged.getAsLong() > 0 ? 0 : now.version();
    }
}
