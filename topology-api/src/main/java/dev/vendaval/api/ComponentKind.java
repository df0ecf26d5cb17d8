package dev.vendaval.api;

/** What a component is. */
public enum ComponentKind {
    /** A source of tuples: a {@link Spout}. */
    SPOUT,
    /** A processor of tuples: a {@link Bolt} or a {@link BasicBolt}. */
    BOLT
}
