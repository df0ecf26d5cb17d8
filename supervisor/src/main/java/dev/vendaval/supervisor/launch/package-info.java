/**
 * Starting a worker and seeing it end. Allowed neighbours: {@code dev.vendaval.protocol}, {@code
 * dev.vendaval.supervisor.archive}, {@code dev.vendaval.supervisor.disk}.
 */
@NullMarked
package dev.vendaval.supervisor.launch;

import org.jspecify.annotations.NullMarked;
