package dev.vendaval.protocol.state;

/**
 * A value read together with the version to name in a conditional write.
 *
 * @param version opaque to callers
 */
public record Versioned<T>(T value, int version) {}
