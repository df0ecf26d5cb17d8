/**
 * What can be wrong with a topology's description without looking at any class: ids, references, streams. Allowed
 * neighbours: {@code dev.vendaval.flux.model}, {@code dev.vendaval.flux.problem}, {@code dev.vendaval.api}.
 */
@NullMarked
package dev.vendaval.flux.check;

import org.jspecify.annotations.NullMarked;
