package dev.vendaval.cli.console;

import dev.vendaval.api.SubmitException;

/** What the process ends with. */
public final class ExitCode {
    public static final int DONE = 0;
    /** Refused, or it failed; the user's main threw, too. */
    public static final int FAILED = 1;
    /** Usage, file or configuration wrong. */
    public static final int USAGE = 2;
    /** No Nimbus could be reached. */
    public static final int NO_CLUSTER = 3;
    /** No such topology or component. */
    public static final int NOT_FOUND = 4;
    /** Accepted, but not reached within the time-out. */
    public static final int NOT_REACHED = 5;

    private ExitCode() {}

    static int of(SubmitException.Code code) {
        return switch (code) {
            case USAGE, CONFIG -> USAGE;
            case NO_CLUSTER -> NO_CLUSTER;
            case NOT_FOUND -> NOT_FOUND;
            case TIMEOUT -> NOT_REACHED;
            case NAME_TAKEN, INVALID_TOPOLOGY, ILLEGAL_STATE, NO_SLOTS, USER_CODE, INTERNAL -> FAILED;
        };
    }
}
