package dev.vendaval.flux.problem;

/**
 * One thing that is wrong.
 *
 * @param location where
 * @param severity whether the topology can run all the same
 * @param found what was found
 * @param right what would be right
 */
public record Problem(Location location, Severity severity, String found, String right) {
    /** Whether the topology can run all the same. */
    public enum Severity {
        /** It cannot. */
        ERROR,
        /** It can, but something the file says is not done. */
        WARNING
    }

    /** {@code file:line:column: what was found; what would be right}. */
    @Override
    public String toString() {
        return (location.isWholeFile() ? "" : location + ": ")
                + (severity == Severity.WARNING ? "warning: " : "")
                + found
                + (right.isEmpty() ? "" : "; " + right);
    }
}
