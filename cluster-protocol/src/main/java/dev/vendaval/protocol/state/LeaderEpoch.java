package dev.vendaval.protocol.state;

/** Number of a leadership; every write checks that it is still the newest. */
public record LeaderEpoch(long number) {}
