/**
 * Makes the objects that a file names: classes found, constructors and methods chosen, values brought to the declared
 * types. Nothing is instantiated but the classes the file names. Allowed neighbours: {@code dev.vendaval.flux.model}, {@code
 * dev.vendaval.flux.document}, {@code dev.vendaval.flux.problem}, {@code dev.vendaval.api}.
 */
@NullMarked
package dev.vendaval.flux.object;

import org.jspecify.annotations.NullMarked;
