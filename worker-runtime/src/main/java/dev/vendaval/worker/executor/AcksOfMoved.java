package dev.vendaval.worker.executor;

import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.fencing.Deaths;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import dev.vendaval.worker.plan.TopologyPlan;
import dev.vendaval.worker.tracking.AckBuffer;
import dev.vendaval.worker.tracking.RootIds;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands acks and fails on that come to where their tree is not kept any more, or not yet, because the spout task moves. For
 * any thread; has no state of its own.
 */
final class AcksOfMoved {
    private static final Logger log = LoggerFactory.getLogger(AcksOfMoved.class);

    private final Changeover changeover;

    AcksOfMoved(Changeover changeover) {
        this.changeover = changeover;
    }

    /** Control came for an executor that has been here. */
    void handOn(ControlSection section) {
        int longs = switch (section.kind) {
            case ACK -> AckBuffer.LONGS_PER_ACK;
            case TOUCHING_ACK -> AckBuffer.LONGS_PER_TOUCHING_ACK;
            case FAIL, RESET_TIMEOUT -> 1;
            case CYCLE_PRESSURE, DEATH, LEFT, EPOCH, TAKEN_OVER -> 0;
        };
        for (int row = 0; longs > 0 && row < section.length; row += longs) {
            handOn(section, row, longs, false);
        }
    }

    /**
     * Hands a row of a control section on to the executor that keeps the tree: the newest owner of its spout task, or the
     * older one while that has not handed it over.
     */
    void handOn(ControlSection section, int row, int longs, boolean toOlder) {
        PlanChange change = changeover.inForce();
        if (change == null) {
            log.warn("{} for another executor's tree; ignored", section.kind);
            return;
        }
        TopologyPlan plan = toOlder ? change.before() : change.after();
        int acker = RootIds.acker(section.data[row]);
        if (acker >= plan.ackerCount()) {
            return;
        }
        ExecutorPlan owner = plan.executorOfTask(plan.spoutTaskOf(acker));
        Executor here = changeover.roster().executor(owner);
        ExecutorEnvironment environment = changeover.environment();
        if (here != null) {
            here.inbox().control(part(section, section.kind, owner, row, longs, section.deathNumber));
        } else if (owner.isPlaced() && owner.worker() != environment.worker()) {
            environment.remotes().apply(owner).send(sentOn(section, owner, row, longs, environment.deaths()));
        }
    }

    /** Deaths are numbered by each worker for itself: what its sender should have known fails the tree now. */
    private static ControlSection sentOn(
            ControlSection section, ExecutorPlan owner, int row, int longs, Deaths deaths) {
        int number = deaths.number();
        boolean isRefused = section.kind == ControlSection.Kind.TOUCHING_ACK
                && (section.data[row + 2] & deaths.refusedBits(section.sender, section.deathNumber)) != 0;
        return isRefused
                ? part(section, ControlSection.Kind.FAIL, owner, row, 1, number)
                : part(section, section.kind, owner, row, longs, number);
    }

    private static ControlSection part(
            ControlSection section, ControlSection.Kind kind, ExecutorPlan owner, int row, int longs, int deaths) {
        long[] data = Arrays.copyOfRange(section.data, row, row + longs);
        return new ControlSection(kind, owner.address(), data, longs, deaths, section.sender);
    }
}
