package dev.vendaval.protocol.report;

/**
 * Why a spout task does or does not emit, as its executor sees it.
 *
 * @param sourceEmpty its last nextTuple emitted nothing
 * @param emitsPerSecond over the last second or so
 * @param sinceEmitMs since it was last seen to have emitted; -1 if it never was
 * @param pending tracked tuples whose outcome it has not heard
 * @param maxPending with so many there is no nextTuple
 */
public record SpoutInsight(
        int task,
        TaskPhase phase,
        boolean sourceEmpty,
        double emitsPerSecond,
        long sinceEmitMs,
        long pending,
        long maxPending,
        OldestTree oldest) {}
