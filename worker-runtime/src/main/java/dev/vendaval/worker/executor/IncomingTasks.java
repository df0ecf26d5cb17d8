package dev.vendaval.worker.executor;

import dev.vendaval.worker.exchange.ControlSection;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks that other workers hand over to this one: puts pieces of state together, gives the whole to the task's executor,
 * and says TAKEN_OVER as often as it is handed over again. What is not whole is waited for: {@link OutgoingTasks} repeats
 * itself. For any thread; what it remembers is guarded by this.
 */
final class IncomingTasks {
    private static final Logger log = LoggerFactory.getLogger(IncomingTasks.class);

    private final Changeover changeover;
    private final Map<Way, Pieces> pieces = new HashMap<>();
    private final Set<Way> taken = new HashSet<>();

    /** Every worker has settled with this change: what still comes of it is a repeat. */
    private long forgotten;

    /** Of a task of the earlier plan to an executor here, by its address. */
    private record Way(int task, int receiver) {
        static Way of(DataSection section) {
            return new Way(section.senderTask, section.receiverExecutor);
        }
    }

    /** What has come of a task's state. */
    private static final class Pieces {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int count;
    }

    IncomingTasks(Changeover changeover) {
        this.changeover = changeover;
    }

    /** A change comes into force; pieces of what is handed over because of it may be here before. */
    synchronized void begin() {
        taken.clear();
        pieces.values().removeIf(each -> each.count == 0);
    }

    /** Nothing of that change is to come any more. */
    synchronized void forget(long version) {
        pieces.clear();
        taken.clear(); // what comes for the next change may come before it is in force here
        forgotten = version;
    }

    /** A section of what another worker hands over. */
    void take(DataSection section) {
        Runnable then;
        synchronized (this) {
            then = section.epoch <= forgotten ? null : add(section);
        }
        if (then != null) {
            then.run();
        }
    }

    /** What is to be done without the lock, if anything. */
    private @Nullable Runnable add(DataSection section) {
        if (section.kind == DataSection.STATE) {
            addPiece(section);
            return null;
        }
        Way way = Way.of(section);
        return taken.contains(way) ? () -> tellTaken(way) : whole(section);
    }

    private void addPiece(DataSection section) {
        if (taken.contains(Way.of(section))) {
            return; // sent again before it was known to be here
        }
        if (section.stream == 0) {
            pieces.put(Way.of(section), new Pieces());
        }
        Pieces known = pieces.get(Way.of(section));
        if (known != null && known.count == section.stream) {
            known.bytes.write(section.bytes, section.offset, section.length);
            known.count++;
        }
    }

    /** Null if the state is not whole: then it comes again. */
    private @Nullable Runnable whole(DataSection section) {
        Pieces known = pieces.remove(Way.of(section));
        byte[] state = null;
        if (section.stream != DataSection.NO_STATE) {
            int count = known == null ? 0 : known.count;
            if (count != section.stream) {
                log.warn("{} came with {} pieces of state; waiting for it to come again", section, count);
                return null;
            }
            state = known == null ? new byte[0] : known.bytes.toByteArray();
        }
        HandedOver handed = new HandedOver(section.epoch, section.senderTask, null, state, null);
        for (Executor executor : changeover.roster().executors()) {
            if (executor.plan().address() == section.receiverExecutor) {
                return executor.passages().settledVersion() >= section.epoch
                        ? () -> isHere(handed.id(), section.receiverExecutor) // it has begun without
                        : () -> executor.passages().handOver(handed);
            }
        }
        log.warn("{} came for an executor that is not here; waiting for it to come again", section);
        return null;
    }

    /** What another worker handed over of a task to an executor here has been taken over. */
    void isHere(int task, int receiver) {
        Way way = new Way(task, receiver);
        synchronized (this) {
            taken.add(way);
        }
        tellTaken(way);
    }

    private void tellTaken(Way way) {
        PlanChange change = changeover.inForce();
        if (change != null) {
            ExecutorPlan earlier = change.before().executorOfTask(way.task());
            long[] data = {way.task(), change.version(), way.receiver()};
            changeover
                    .environment()
                    .remotes()
                    .apply(earlier)
                    .send(new ControlSection(ControlSection.Kind.TAKEN_OVER, 0, data, data.length, 0));
        }
    }
}
