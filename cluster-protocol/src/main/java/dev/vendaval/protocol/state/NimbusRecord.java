package dev.vendaval.protocol.state;

/** A Nimbus as it announces itself: where its service listens. */
public record NimbusRecord(String host, int port) {}
