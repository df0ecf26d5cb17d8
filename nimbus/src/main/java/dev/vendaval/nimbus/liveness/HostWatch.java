package dev.vendaval.nimbus.liveness;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which hosts are dead: those whose supervisor is not registered and of which nothing has been heard for the time-out,
 * neither from the supervisor nor from a worker that reports by itself. Pure but for what it remembers; times in
 * monotonic milliseconds come from outside. Owned by the thread {@code nimbus}.
 *
 * <p>Whoever watches must have been there to hear: nobody is dead before the time-out has passed since the watch began, or
 * began anew, or since it stood still itself.
 */
public final class HostWatch {
    /** So long after it would have been dead, it makes no difference when a supervisor was last heard. */
    private static final long FORGOTTEN_MS = Duration.ofHours(1).toMillis();

    private final long timeoutMs;
    private final Map<String, Long> heardMs = new HashMap<>();
    private long beganMs;
    private long lookedMs;

    /** A watch that begins now. */
    public HostWatch(Duration timeout, long nowMs) {
        this.timeoutMs = timeout.toMillis();
        restart(nowMs);
    }

    /** What was not heard before proves nothing: the cluster state could not be read, or there was another leader. */
    public void restart(long nowMs) {
        beganMs = nowMs;
        lookedMs = nowMs;
    }

    /** The supervisor has reported, or a worker of its. */
    public void heard(String supervisorId, long atMs) {
        heardMs.merge(supervisorId, atMs, Math::max);
    }

    /** How long nothing is heard of a dead host. */
    public long timeoutMs() {
        return timeoutMs;
    }

    /**
     * To be called in every turn. Returns whether this process stood still for so long that others may have acted meanwhile;
     * then the watch begins anew, since what was sent to it is yet to be read.
     */
    public boolean stoodStill(long nowMs) {
        boolean stood = nowMs - lookedMs > timeoutMs / 2;
        if (stood) {
            beganMs = nowMs;
        }
        lookedMs = nowMs;
        heardMs.values().removeIf(at -> nowMs - at > FORGOTTEN_MS + timeoutMs);
        return stood;
    }

    /** Those of the supervisors whose hosts are dead. */
    public Set<String> dead(Collection<String> supervisorIds, Set<String> registered, long nowMs) {
        return supervisorIds.stream()
                .filter(id -> !registered.contains(id) && nowMs >= deadAtMs(id))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** When the next of them is dead unless something is heard; empty if all are registered or dead already. */
    public OptionalLong nextDeathMs(Collection<String> supervisorIds, Set<String> registered, long nowMs) {
        return supervisorIds.stream()
                .filter(id -> !registered.contains(id))
                .mapToLong(this::deadAtMs)
                .filter(at -> at > nowMs)
                .min();
    }

    private long deadAtMs(String supervisorId) {
        return Math.max(heardMs.getOrDefault(supervisorId, beganMs), beganMs) + timeoutMs;
    }
}
