package dev.vendaval.protocol.wire;

/** Bytes or a message that are not what they should be, for example written by a newer version. */
public final class WireFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WireFormatException(String message) {
        super(message);
    }

    public WireFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
