/**
 * A topology as its files describe it: which keys there are ({@code Shapes}), what was read, includes merged. Knows no
 * classes of the user's. Allowed neighbours: {@code dev.vendaval.flux.document}, {@code dev.vendaval.flux.problem},
 * {@code dev.vendaval.api.naming}.
 */
@NullMarked
package dev.vendaval.flux.model;

import org.jspecify.annotations.NullMarked;
