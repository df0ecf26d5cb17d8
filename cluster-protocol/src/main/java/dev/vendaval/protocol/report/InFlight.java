package dev.vendaval.protocol.report;

/** What is under way in a worker; all zero once a deactivated topology has drained. */
public record InFlight(
        long pendingTrees,
        long trackedTrees,
        long inboxTuples,
        long outboxTuples,
        long creditsOut,
        long unackedFrames) {
    public static final InFlight NONE = new InFlight(0, 0, 0, 0, 0, 0);

    public boolean isZero() {
        return equals(NONE);
    }
}
