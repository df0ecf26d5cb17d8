package dev.vendaval.api;

/** A metric that only grows, from {@link TopologyContext#registerCounter}. Callable from any thread. */
public interface Counter {
    /** Adds 1. */
    default void increment() {
        increment(1);
    }

    /**
     * Adds to it.
     *
     * @param amount 0 or more
     */
    void increment(long amount);
}
