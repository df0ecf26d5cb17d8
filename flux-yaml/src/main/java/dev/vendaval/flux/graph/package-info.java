/**
 * A topology as a picture in text. Allowed neighbours: {@code dev.vendaval.flux.model}, {@code dev.vendaval.api}.
 */
@NullMarked
package dev.vendaval.flux.graph;

import org.jspecify.annotations.NullMarked;
