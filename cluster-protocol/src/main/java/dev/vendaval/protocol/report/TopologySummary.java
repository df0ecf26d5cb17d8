package dev.vendaval.protocol.report;

import dev.vendaval.protocol.state.TopologyStatus;

/** A line of {@code vendaval list}; executors and tasks count the user's components. */
public record TopologySummary(
        String name,
        String id,
        TopologyStatus status,
        long submittedAtMs,
        long uptimeMs,
        int workers,
        int executors,
        int tasks) {}
