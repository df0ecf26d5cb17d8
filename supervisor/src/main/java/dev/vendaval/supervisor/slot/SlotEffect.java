package dev.vendaval.supervisor.slot;

/** What the supervisor shall do after a step of a slot, in order. */
public sealed interface SlotEffect {
    /** Get the artifact into the cache and answer ArtifactReady or ArtifactFailed. */
    record Fetch(String artifact) implements SlotEffect {}

    /** Persist the next launch count, start a worker and answer Launched or LaunchFailed. */
    record Launch(SlotTarget target) implements SlotEffect {}

    /** Tell the worker to stop. */
    record SendStop(String reason) implements SlotEffect {}

    /** Write down what the threads of the worker do and answer Dumped. */
    record Dump() implements SlotEffect {}

    /** End the process by force. */
    record Kill(String reason) implements SlotEffect {}

    /** Remove the worker directory: the slot has no more to do with the target. */
    record Clean(SlotTarget target) implements SlotEffect {}
}
