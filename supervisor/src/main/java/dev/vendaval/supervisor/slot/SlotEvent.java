package dev.vendaval.supervisor.slot;

import org.jspecify.annotations.Nullable;

/** What can happen to a slot. */
public sealed interface SlotEvent {
    /**
     * What the slot is meant to run was read from the assignments.
     *
     * @param target null for nothing
     * @param reason why, in words for the worker that may have to go
     */
    record Wanted(@Nullable SlotTarget target, String reason) implements SlotEvent {}

    /** The artifact is in the cache. */
    record ArtifactReady(String artifact) implements SlotEvent {}

    /** The artifact could not be had. */
    record ArtifactFailed(String artifact, String message) implements SlotEvent {}

    /** The process was started; {@code launch} is the launch count of its incarnation. */
    record Launched(long launch) implements SlotEvent {}

    /** The process could not be started. */
    record LaunchFailed(String message) implements SlotEvent {}

    /** The worker has said hello. */
    record Hello(long launch) implements SlotEvent {}

    /** The worker gave a sign of life. */
    record Alive(long launch) implements SlotEvent {}

    /**
     * The process is gone.
     *
     * @param lastWords the last line of its log, or null if there is none
     */
    record Exited(long launch, int exitCode, @Nullable String lastWords) implements SlotEvent {}

    /** Time has passed. */
    record Tick() implements SlotEvent {}
}
