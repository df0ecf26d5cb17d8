package dev.vendaval.protocol.report;

/**
 * An executor has no room for another's tuples.
 *
 * @param receiver its first task
 * @param heldTuples for it, in the one that waits
 */
public record ReceiverWait(int receiver, Cause cause, long heldTuples) {
    /** Why there is no room. */
    public enum Cause {
        /** What it may be sent is used up: it has to take some first. */
        CREDIT,
        /** Its component is not prepared. */
        NOT_PREPARED,
        /** There is no open link to its worker. */
        NO_LINK,
        /** It has no worker. */
        UNPLACED
    }
}
