/** The keys of a topology file as a JSON Schema. Allowed neighbour: {@code dev.vendaval.flux.model}. */
@NullMarked
package dev.vendaval.flux.schema;

import org.jspecify.annotations.NullMarked;
