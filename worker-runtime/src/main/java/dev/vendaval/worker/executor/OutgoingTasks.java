package dev.vendaval.worker.executor;

import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.RemoteExecutor;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tasks on their way from this worker to others: what each instance saved is kept and sent, again to each life of its
 * receiver, and until that says that it has it, after waits that double, since a long state takes its time on the way. For
 * any thread; the map is guarded by this.
 *
 * <pre>
 * STATE piece 0, STATE piece 1, ... , DRAINED with the number of pieces  -----&gt;
 *                                                          &lt;-----  TAKEN_OVER
 * </pre>
 */
final class OutgoingTasks {
    private static final long SEND_AGAIN_NANOS = 1_000_000_000L;
    private static final long LONGEST_WAIT_NANOS = 60_000_000_000L;
    private static final int PIECE_BYTES = 1 << 20;

    private final Supplier<Roster> roster;
    private final Map<Way, Handing> handing = new HashMap<>();

    /** Of a task of the earlier plan to an executor of the later one, by its address. */
    private record Way(int task, int receiver) {}

    /** A task on its way, or what new tasks get of it. */
    private static final class Handing {
        final ExecutorPlan to;
        byte @Nullable [] state;
        boolean isTaken;

        /** The life it was sent to last, and when. */
        long sentTo;

        long sentAt;
        long waitNanos = SEND_AGAIN_NANOS;

        Handing(ExecutorPlan to, byte @Nullable [] state) {
            this.to = to;
            this.state = state;
        }
    }

    OutgoingTasks(Supplier<Roster> roster) {
        this.roster = roster;
    }

    /** @param state what the instance has saved; null if nothing */
    void hand(PlanChange change, int task, ExecutorPlan to, byte @Nullable [] state) {
        long now = roster.get().environment().nanoTime().getAsLong();
        synchronized (this) {
            Handing added = new Handing(to, state);
            handing.put(new Way(task, to.address()), added);
            sendIfDue(change, task, added, now);
        }
    }

    /** Sends again what has not been taken. */
    synchronized void tick(PlanChange change, long now) {
        handing.forEach((way, each) -> sendIfDue(change, way.task(), each, now));
    }

    /** Its receiver has it. */
    synchronized void taken(int task, int receiver) {
        Handing known = handing.get(new Way(task, receiver));
        if (known != null) {
            known.isTaken = true;
            known.state = null;
        }
    }

    synchronized boolean allAreTaken() {
        return handing.values().stream().allMatch(each -> each.isTaken);
    }

    /** Those that nobody has said to have, for people. */
    synchronized List<String> untaken() {
        return handing.entrySet().stream()
                .filter(each -> !each.getValue().isTaken)
                .map(each -> Awaited.handedOver(each.getKey().task(), each.getValue().to))
                .toList();
    }

    synchronized void clear() {
        handing.clear();
    }

    private void sendIfDue(PlanChange change, int task, Handing each, long now) {
        RemoteExecutor way = roster.get().environment().remotes().apply(each.to);
        long life = way.touchBit();
        boolean isNew = life != each.sentTo && (life != 0 || each.sentAt == 0);
        boolean isOverdue = !each.isTaken && now - each.sentAt >= each.waitNanos;
        if (isNew || isOverdue) {
            each.waitNanos = isNew ? SEND_AGAIN_NANOS : Math.min(LONGEST_WAIT_NANOS, 2 * each.waitNanos);
            each.sentTo = life;
            each.sentAt = now;
            send(change, task, each, way);
        }
    }

    private static void send(PlanChange change, int task, Handing each, RemoteExecutor way) {
        int receiver = each.to.address();
        byte[] state = each.state;
        int count = DataSection.NO_STATE;
        if (state != null) {
            count = 0;
            for (int at = 0; at < state.length; at += PIECE_BYTES) {
                int length = Math.min(PIECE_BYTES, state.length - at);
                way.send(DataSection.state(receiver, task, count++, change.version(), state, at, length));
            }
        }
        way.send(DataSection.drained(receiver, task, count, change.version()));
    }
}
