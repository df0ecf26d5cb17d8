package dev.vendaval.protocol.report;

import dev.vendaval.protocol.state.TopologyStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code vendaval explain}; names are those of its JSON.
 *
 * @param verdict one sentence
 * @param spouts every spout task
 * @param oldestTree null if no tree is pending, as far as is known
 * @param queues executors that hold tuples, those that hold most first
 * @param calls of user code that have not returned for a while, the longest first
 * @param workers those that do not run, or do not answer
 */
public record TopologyExplanation(
        String name,
        String id,
        TopologyStatus status,
        String verdict,
        boolean emitting,
        double emittedPerSecond,
        List<SpoutTask> spouts,
        @Nullable Tree oldestTree,
        List<Queue> queues,
        List<Call> calls,
        List<Worker> workers,
        List<TopologyInfo.Unassigned> unassigned,
        List<ErrorReport> errors,
        List<String> notices) {
    /** Why a spout task does not emit, or what bounds its rate. */
    public enum Reason {
        /** As much as nextTuple has. */
        EMITTING,
        INACTIVE,
        MAX_PENDING,
        WAITS_FOR_CREDIT,
        WAITS_FOR_PREPARE,
        WAITS_FOR_WORKER,
        SOURCE_EMPTY,
        BUSY,
        OPENING,
        FAILED,
        UNPLACED,
        WORKER_STARTING,
        WORKER_LOST,
        NO_ANSWER
    }

    /**
     * A spout task.
     *
     * @param text the reason as a part of a sentence
     * @param oldestAgeMs of its oldest pending tree, -1 for none
     * @param waitsFor first tasks of the executors that it waits for
     */
    public record SpoutTask(
            String component,
            int task,
            String host,
            int port,
            Reason reason,
            String text,
            double emittedPerSecond,
            long pending,
            long maxPending,
            long oldestAgeMs,
            List<Integer> waitsFor) {}

    /**
     * The oldest pending tree.
     *
     * @param root its id
     * @param heldBy who has a tuple of it, or may have
     */
    public record Tree(String component, int task, String root, long ageMs, List<Holder> heldBy) {}

    /**
     * An executor that has, or may have, a tuple of a tree.
     *
     * @param certain whether a tuple of the tree is known to be there
     * @param text how it is held
     */
    public record Holder(String component, List<Integer> tasks, String host, int port, boolean certain, String text) {}

    /**
     * An executor that holds tuples.
     *
     * @param inCall whether it sits in a call and could not be asked: then only {@code inboxTuples} is known, from outside and
     *     without what it has taken
     */
    public record Queue(
            String component,
            List<Integer> tasks,
            String host,
            int port,
            long inboxTuples,
            long outboxTuples,
            long unackedTuples,
            double callsPerSecond,
            boolean inCall) {}

    /** See {@link BusyCall}. */
    public record Call(
            String component, int task, String host, int port, String method, String place, long forMs, String stack) {}

    /** State: STARTING, LOST, or NO_ANSWER. */
    public record Worker(String supervisor, String host, int port, String state, String text) {}
}
