package dev.vendaval.protocol.frame;

import java.io.IOException;

/** What came over a connection cannot be framed. */
final class BrokenConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenConnectionException(String message) {
        super(message);
    }
}
