package dev.vendaval.client;

import org.jspecify.annotations.Nullable;

/**
 * Which lines of a topology's logs.
 *
 * @param component only lines of this component, or null for all
 * @param port only of the worker on this port, or 0 for all
 * @param lines how many of the last lines of each worker to begin with
 * @param follow true to go on with new lines
 */
public record LogQuery(String topology, @Nullable String component, int port, int lines, boolean follow) {}
