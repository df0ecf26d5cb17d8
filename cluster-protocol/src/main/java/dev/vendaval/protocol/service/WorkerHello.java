package dev.vendaval.protocol.service;

import dev.vendaval.protocol.report.Incarnation;

/** First message of a worker to its supervisor. */
public record WorkerHello(String topologyId, int port, long pid, Incarnation incarnation) {}
