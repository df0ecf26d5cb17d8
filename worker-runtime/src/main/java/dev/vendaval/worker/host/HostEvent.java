package dev.vendaval.worker.host;

import dev.vendaval.protocol.service.WorkerOrder;
import org.jspecify.annotations.Nullable;

/** What reaches the worker's owner thread. */
sealed interface HostEvent {
    /** An order came, in the conversation of this number. */
    record Ordered(int conversation, WorkerOrder order) implements HostEvent {}

    /** The conversation of this number is over. */
    record Disconnected(int conversation, @Nullable Throwable cause) implements HostEvent {}

    /** The same from Nimbus, which the worker reports to while it has no supervisor. */
    record NimbusOrdered(int conversation, WorkerOrder order) implements HostEvent {}

    /** That conversation with Nimbus is over. */
    record NimbusLeft(int conversation, @Nullable Throwable cause) implements HostEvent {}

    /** An executor's state has changed. */
    record ExecutorsChanged() implements HostEvent {}

    /** Another worker follows this change of the assignment. */
    record EpochHeard(long version) implements HostEvent {}

    /** All snapshots of a collection were made. */
    record Collected(Collection collection) implements HostEvent {}

    /** The rehearsal is over. */
    record Rehearsed() implements HostEvent {}

    /** The user's worker hooks have returned from start, or one threw. */
    record HooksStarted(@Nullable Throwable error) implements HostEvent {}

    /** Something after which the worker cannot go on. */
    record Fatal(Throwable cause) implements HostEvent {}

    /** Somebody in this process asks the worker to stop. */
    record StopAsked(String reason) implements HostEvent {}
}
