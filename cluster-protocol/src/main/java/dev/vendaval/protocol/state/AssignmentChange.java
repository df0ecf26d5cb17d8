package dev.vendaval.protocol.state;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The change of a topology's assignment, beside the assignment in force. No change is the usual case.
 *
 * @param phase how far it is
 * @param other the next assignment; while SWITCHING the previous one
 * @param requestId made by who asked, so that a repeated request is recognised
 * @param pause how long spouts may be paused before the switch, null if they are not; stored as a duration, so that a
 *     new leader begins it anew
 * @param reason with ABORTED why, a sentence; empty otherwise
 */
public record AssignmentChange(
        ChangePhase phase,
        Assignment other,
        String requestId,
        @Nullable Duration pause,
        String reason) {
    /** Whether it is under way: neither rolled back nor, which is no record at all, done. */
    public boolean isLive() {
        return phase != ChangePhase.ABORTED;
    }
}
