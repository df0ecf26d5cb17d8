package dev.vendaval.worker.exchange;

/** What a ring of an inbox holds: tuples of one sender that were handed over together. */
public sealed interface Delivery permits TupleBatch, DataSection {
    /** How many tuples. */
    int tupleCount();
}
