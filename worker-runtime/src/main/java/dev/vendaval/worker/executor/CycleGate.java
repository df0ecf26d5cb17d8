package dev.vendaval.worker.executor;

import dev.vendaval.worker.exchange.Wakeup;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether any feedback edge of one cycle is over its threshold, as far as this worker knows; shared by its executors in
 * the cycle. What other workers say must be repeated: it is forgotten after {@link #FORGET_NANOS}, so a lost message or
 * a dead worker cannot keep the gate shut. Safe for any thread.
 */
final class CycleGate {
    static final long REPEAT_NANOS = 100_000_000L;
    static final long FORGET_NANOS = 10 * REPEAT_NANOS;

    private final AtomicInteger localOver = new AtomicInteger();
    private final Map<Long, Long> remoteOverSince = new ConcurrentHashMap<>();
    private final List<Wakeup> members = new CopyOnWriteArrayList<>();

    void addMember(Wakeup member) {
        members.add(member);
    }

    void removeMember(Wakeup member) {
        members.remove(member);
    }

    /** An executor of this worker went over its threshold, or came back under it. */
    void local(boolean over) {
        if (localOver.addAndGet(over ? 1 : -1) == 0) {
            members.forEach(Wakeup::wake);
        }
    }

    /** An executor of another worker says it is over, or under. */
    void remote(long executor, boolean over, long now) {
        if (over) {
            remoteOverSince.put(executor, now);
        } else if (remoteOverSince.remove(executor) != null) {
            members.forEach(Wakeup::wake);
        }
    }

    boolean isShut(long now) {
        return localOver.get() > 0 || (!remoteOverSince.isEmpty() && isRemoteOver(now));
    }

    private boolean isRemoteOver(long now) {
        remoteOverSince.values().removeIf(since -> now - since > FORGET_NANOS);
        return !remoteOverSince.isEmpty();
    }
}
