package dev.vendaval.protocol.report;

/**
 * An error of user code, equal ones (component, task, message) counted together.
 *
 * @param stack the stack trace as text
 */
public record ErrorReport(
        String component,
        int task,
        String host,
        int port,
        long firstAtMs,
        long lastAtMs,
        long count,
        String message,
        String stack) {}
