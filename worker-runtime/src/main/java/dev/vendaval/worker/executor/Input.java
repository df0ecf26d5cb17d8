package dev.vendaval.worker.executor;

import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.Delivery;
import dev.vendaval.worker.exchange.Inbox;
import dev.vendaval.worker.exchange.TupleBatch;
import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tuples of an executor one by one: those from inside its cycle first, those from outside only while no feedback edge
 * of the cycle is over its threshold. Owned by the executor's thread.
 */
final class Input {
    private static final TupleBatch NOTHING = new TupleBatch(0);

    private final Inbox inbox;
    private final SectionReader sections;
    private final @Nullable CyclePressure pressure;
    private final Consumer<DataSection> markers;
    private boolean leaves;
    private final Hand feedback = new Hand();
    private final Hand outside = new Hand();

    /** @param markers takes what parts the tuples of a channel, when all before it have been executed */
    Input(Inbox inbox, SectionReader sections, @Nullable CyclePressure pressure, Consumer<DataSection> markers) {
        this.inbox = inbox;
        this.sections = sections;
        this.pressure = pressure;
        this.markers = markers;
    }

    /**
     * The plan has changed.
     *
     * @param elsewhere executors of the cycle in other workers
     * @param isLeaving what waits is all that will come: it is taken, so that others need not wait for it, however full
     *     the cycle is
     */
    void follow(List<CyclePressure.Neighbour> elsewhere, boolean isLeaving) {
        leaves = isLeaving;
        if (pressure != null) {
            pressure.follow(elsewhere);
        }
    }

    /** Nothing will be taken any more. */
    void leave() {
        if (pressure != null) {
            pressure.leave();
        }
    }

    /** A batch that is being worked through. */
    private static final class Hand {
        @Nullable
        TupleBatch batch;

        int taken;

        @Nullable
        RuntimeTuple next() {
            TupleBatch present = batch;
            if (present == null) {
                return null;
            }
            if (taken < present.tupleCount()) {
                return present.take(taken++);
            }
            batch = null;
            return null;
        }

        void hold(TupleBatch next) {
            batch = next;
            taken = 0;
        }

        long left() {
            return batch == null ? 0 : batch.tupleCount() - taken;
        }
    }

    /** The next tuple, or null if there is none that may be taken now. */
    @Nullable
    RuntimeTuple next(long now) {
        if (pressure == null) {
            return nextOutside();
        }
        RuntimeTuple inner = nextFeedback();
        return inner != null || (pressure.isHigh(now) && !leaves) ? inner : nextOutside();
    }

    private @Nullable RuntimeTuple nextFeedback() {
        RuntimeTuple tuple = feedback.next();
        while (tuple == null) {
            Delivery delivery = inbox.pollFeedback();
            if (delivery == null) {
                return null;
            }
            feedback.hold(batch(delivery));
            tuple = feedback.next();
        }
        return tuple;
    }

    private @Nullable RuntimeTuple nextOutside() {
        RuntimeTuple tuple = outside.next();
        while (tuple == null) {
            Delivery delivery = inbox.pollOutside();
            if (delivery == null) {
                return null;
            }
            outside.hold(batch(delivery));
            tuple = outside.next();
        }
        return tuple;
    }

    private TupleBatch batch(Delivery delivery) {
        if (delivery instanceof DataSection section) {
            if (section.isTuples()) {
                return sections.read(section);
            }
            markers.accept(section);
            return NOTHING;
        }
        return (TupleBatch) delivery;
    }

    /** A control section from another worker about the cycle. */
    void pressureFrom(ControlSection section, long now) {
        if (pressure != null && section.kind == ControlSection.Kind.CYCLE_PRESSURE) {
            pressure.heard(section, now);
        }
    }

    /**
     * The end of a round.
     *
     * @param unsentFeedback what the executor itself has sent on feedback edges and has not left the worker: one that is
     *     away can not tell how much waits for it
     */
    void endRound(long unsentFeedback, long now) {
        if (pressure != null) {
            pressure.measure(inbox.queuedFeedbackTuples() + feedback.left() + unsentFeedback, now);
        }
    }

    long nanosUntilTimer() {
        return pressure == null ? Long.MAX_VALUE : pressure.nanosUntilTimer();
    }

    long tuplesInHand() {
        return feedback.left() + outside.left();
    }
}
