package dev.vendaval.protocol.report;

import dev.vendaval.protocol.topology.ExecutorTasks;

/** State of one executor; restarts counts re-creations after an exception in this incarnation. */
public record ExecutorReport(ExecutorTasks executor, ExecutorState state, long restarts) {}
