package dev.vendaval.protocol.frame;

import java.io.IOException;

/** What goes over a connection cannot be framed, or is not taken. */
final class BrokenConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenConnectionException(String message) {
        super(message);
    }

    /** Why a connection ends that has failed so. */
    static String reason(IOException cause) {
        return cause instanceof BrokenConnectionException
                ? String.valueOf(cause.getMessage())
                : "broken: " + cause.getMessage();
    }
}
