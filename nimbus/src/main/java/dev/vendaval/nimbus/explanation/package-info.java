/**
 * Why a topology does not emit: the facts that its workers have told, put into sentences. Pure functions over records; any
 * thread. Allowed neighbours: {@code dev.vendaval.protocol}, {@code dev.vendaval.nimbus.statistics}.
 */
@NullMarked
package dev.vendaval.nimbus.explanation;

import org.jspecify.annotations.NullMarked;
