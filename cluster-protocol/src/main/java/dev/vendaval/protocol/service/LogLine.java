package dev.vendaval.protocol.service;

/** One line of a worker's log. */
public record LogLine(int port, String line) {}
