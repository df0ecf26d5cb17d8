package dev.vendaval.worker.routing;

/** A key whose class has no content hash that every JVM agrees on; the message names class and remedy. */
public final class UnhashableKeyException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    UnhashableKeyException(String message) {
        super(message);
    }
}
