package dev.vendaval.api;

/** What becomes of what a bolt remembers between tuples when one of its tasks moves to another worker, or when it gets more tasks. */
public enum ComponentMemory {
    /** It stays behind: the instance at the new place begins with nothing. So it is unless something else is said. */
    LEFT_BEHIND,
    /** It goes along: the bolt implements {@link StateHandover}. */
    HANDED_OVER,
    /** There is none: {@link BoltDeclarer#stateless}. */
    NONE
}
