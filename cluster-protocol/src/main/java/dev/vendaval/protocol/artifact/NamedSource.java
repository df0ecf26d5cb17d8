package dev.vendaval.protocol.artifact;

/**
 * A source with what people call it, for example {@code Nimbus at 10.0.0.2:6627}.
 *
 * @param name for messages
 */
public record NamedSource(String name, ArtifactSource source) {}
