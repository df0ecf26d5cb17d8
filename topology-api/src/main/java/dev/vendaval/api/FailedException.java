package dev.vendaval.api;

/**
 * Thrown by {@link BasicBolt#execute} to fail its input: the spout's {@code fail} is called and may replay the message.
 * The bolt's instance stays as it is, and no error is reported. Use it for a passing condition; any other exception
 * counts as a fault of the bolt.
 */
public class FailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Without a message. */
    public FailedException() {}

    /**
     * With a message.
     *
     * @param message why the input failed
     */
    public FailedException(String message) {
        super(message);
    }

    /**
     * With a message and a cause.
     *
     * @param message why the input failed
     * @param cause what it failed of
     */
    public FailedException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * With a cause.
     *
     * @param cause what the input failed of
     */
    public FailedException(Throwable cause) {
        super(cause);
    }
}
