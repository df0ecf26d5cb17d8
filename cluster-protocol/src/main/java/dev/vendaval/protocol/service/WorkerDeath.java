package dev.vendaval.protocol.service;

import dev.vendaval.protocol.report.Incarnation;

/** One life of a worker is over, although nobody had told it to stop. */
public record WorkerDeath(String topologyId, Incarnation incarnation) {}
