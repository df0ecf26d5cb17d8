package dev.vendaval.protocol.state;

import dev.vendaval.protocol.topology.ExecutorTasks;

/** An executor that could not be placed, and why, in a sentence for the user. */
public record UnassignedExecutor(ExecutorTasks executor, String reason) {}
