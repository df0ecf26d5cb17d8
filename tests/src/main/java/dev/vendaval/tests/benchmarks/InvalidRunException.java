package dev.vendaval.tests.benchmarks;

/** A run that lost or doubled something, or did not run as its scenario says: its figures do not count. */
final class InvalidRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidRunException(String message) {
        super(message);
    }
}
