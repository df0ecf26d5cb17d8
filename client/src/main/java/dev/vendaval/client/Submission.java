package dev.vendaval.client;

import dev.vendaval.api.SubmitException;
import org.jspecify.annotations.Nullable;

/**
 * A topology that was accepted, and how far it had got when the waiting ended.
 *
 * @param message what is amiss, or null if nothing is
 * @param hint what to do about it, or null
 */
public record Submission(
        String name,
        String topologyId,
        State state,
        @Nullable String message,
        @Nullable String hint) {
    /** How far an accepted topology is. */
    public enum State {
        /** Every executor is ready. */
        UP(null),
        /** Accepted; nobody waited for the workers. */
        ACCEPTED(null),
        /** Accepted; waits for a free slot. */
        NO_SLOTS(SubmitException.Code.NO_SLOTS),
        /** Accepted; the user's open or prepare threw and is tried again. */
        USER_CODE(SubmitException.Code.USER_CODE),
        /** Accepted; not every executor was ready in time. */
        TIMEOUT(SubmitException.Code.TIMEOUT);

        private final SubmitException.@Nullable Code code;

        State(SubmitException.@Nullable Code code) {
            this.code = code;
        }

        /** The code to report, or null if all is well. */
        public SubmitException.@Nullable Code code() {
            return code;
        }
    }
}
