package dev.vendaval.worker.link;

/** A frame that cannot be what a healthy peer sent; the link that carried it is reset. */
final class MalformedFrameException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    MalformedFrameException(String message) {
        super(message);
    }

    MalformedFrameException(String message, Throwable cause) {
        super(message, cause);
    }
}
