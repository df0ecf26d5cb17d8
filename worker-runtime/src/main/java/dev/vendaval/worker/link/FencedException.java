package dev.vendaval.worker.link;

/** This worker's life is over as far as others know: another one has its place, or will. It must end. */
public final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message why others take it for over */
    public FencedException(String message) {
        super(message);
    }
}
