package dev.vendaval.supervisor.slot;

/** How far a slot is; {@link SlotMachine} has the diagram. */
public enum SlotState {
    /** Nothing is assigned to the slot and nothing runs in it. */
    EMPTY,
    /** The artifact of the assigned topology is being fetched. */
    FETCHING,
    /** A worker was launched and has not said hello yet. */
    LAUNCHING,
    /** A worker of an earlier supervisor was found and has not said hello to this one yet. */
    ADOPTED,
    /** The worker has said hello and reports. */
    RUNNING,
    /** The worker lives and is silent; what its threads do is being written down before it is ended. */
    DUMPING,
    /** The worker was told to stop and may clean up until the deadline. */
    STOPPING,
    /** The worker is being ended by force and its exit is awaited. */
    KILLING,
    /** A try failed or the worker died; the next try waits for the deadline. */
    BACKOFF;

    /** Whether a worker process may exist in this state. */
    public boolean hasProcess() {
        return this == LAUNCHING
                || this == ADOPTED
                || this == RUNNING
                || this == DUMPING
                || this == STOPPING
                || this == KILLING;
    }
}
