/**
 * What users are shown of a topology, made of what supervisors report. Pure functions over records; any thread.
 * Allowed neighbours: {@code dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.nimbus.statistics;

import org.jspecify.annotations.NullMarked;
