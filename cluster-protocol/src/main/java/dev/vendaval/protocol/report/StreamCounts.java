package dev.vendaval.protocol.report;

/** Tuples emitted on a stream, and copies of them sent to subscribers. */
public record StreamCounts(long emitted, long transferred) {}
