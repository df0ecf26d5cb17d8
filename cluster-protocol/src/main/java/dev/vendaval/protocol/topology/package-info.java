/**
 * What a submitted topology is: its definition, its tasks and executors, its graph. Pure data and
 * functions. Allowed neighbours: {@code dev.vendaval.api} and {@code dev.vendaval.protocol.config}.
 */
@NullMarked
package dev.vendaval.protocol.topology;

import org.jspecify.annotations.NullMarked;
