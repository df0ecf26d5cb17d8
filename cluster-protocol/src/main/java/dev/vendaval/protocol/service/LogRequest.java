package dev.vendaval.protocol.service;

import org.jspecify.annotations.Nullable;

/**
 * What a client wants to see of the worker logs on one supervisor.
 *
 * @param component only lines of this component, or null for all
 * @param port only the worker on this port, or 0 for all workers of the topology on this supervisor
 * @param lines how many of the last lines to begin with
 * @param follow true to go on with new lines until the caller goes away
 */
public record LogRequest(String topologyId, @Nullable String component, int port, int lines, boolean follow) {}
