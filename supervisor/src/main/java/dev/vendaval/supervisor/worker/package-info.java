/**
 * The workers that live and the counts of those that died. Allowed neighbours: {@code
 * dev.vendaval.protocol}, {@code dev.vendaval.supervisor.launch}, {@code
 * dev.vendaval.supervisor.slot}.
 */
@NullMarked
package dev.vendaval.supervisor.worker;

import org.jspecify.annotations.NullMarked;
