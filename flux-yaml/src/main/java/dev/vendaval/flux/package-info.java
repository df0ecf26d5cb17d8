/** Topologies written in YAML; empty until its issue. Allowed neighbour: {@code dev.vendaval.api}. */
@NullMarked
package dev.vendaval.flux;

import org.jspecify.annotations.NullMarked;
