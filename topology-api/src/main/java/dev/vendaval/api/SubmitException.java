package dev.vendaval.api;

import org.jspecify.annotations.Nullable;

/**
 * A topology was refused, when it was built or when it was submitted. The message says where and what was found, the
 * hint what would be right; {@link #toString()} has both.
 */
public final class SubmitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The kinds of refusal; the names are those in the JSON error documents of the command line. */
    public enum Code {
        /** The command line was wrong. */
        USAGE,
        /** A configuration key or value was wrong. */
        CONFIG,
        /** No Nimbus could be reached, or no cluster was named. */
        NO_CLUSTER,
        /** There is no such topology or component. */
        NOT_FOUND,
        /** A live topology has that name. */
        NAME_TAKEN,
        /** The topology breaks a rule. */
        INVALID_TOPOLOGY,
        /** The topology's status does not allow it. */
        ILLEGAL_STATE,
        /** Accepted, but no slot is free to run it. */
        NO_SLOTS,
        /** The user's code threw. */
        USER_CODE,
        /** Not done in the time given. */
        TIMEOUT,
        /** A fault of Vendaval's. */
        INTERNAL
    }

    private final Code code;
    private final @Nullable String hint;

    /**
     * Without a hint.
     *
     * @param code the kind of refusal
     * @param message where and what was found
     */
    public SubmitException(Code code, String message) {
        this(code, message, null, null);
    }

    /**
     * With a hint.
     *
     * @param code the kind of refusal
     * @param message where and what was found
     * @param hint what would be right
     */
    public SubmitException(Code code, String message, @Nullable String hint) {
        this(code, message, hint, null);
    }

    /**
     * With a hint and a cause.
     *
     * @param code the kind of refusal
     * @param message where and what was found
     * @param hint what would be right
     * @param cause what led to it
     */
    public SubmitException(Code code, String message, @Nullable String hint, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.hint = hint;
    }

    static SubmitException invalid(String message, @Nullable String hint) {
        return new SubmitException(Code.INVALID_TOPOLOGY, message, hint);
    }

    /**
     * The kind of refusal.
     *
     * @return never null
     */
    public Code code() {
        return code;
    }

    /**
     * What would be right.
     *
     * @return a sentence, or null if the message says it all
     */
    public @Nullable String hint() {
        return hint;
    }

    /** Code, message and hint on one line, as a stack trace begins. */
    // The message alone goes into the JSON error document, where the hint has a field of its own.
    @SuppressWarnings("OverrideThrowableToString")
    @Override
    public String toString() {
        return "SubmitException [" + code + "]: " + getMessage() + (hint == null ? "" : " (" + hint + ")");
    }
}
