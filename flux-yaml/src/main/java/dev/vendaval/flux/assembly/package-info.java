/**
 * From a description and the objects made of it to a {@code Topology}, with all that needs classes checked. Allowed
 * neighbours: {@code dev.vendaval.flux.model}, {@code dev.vendaval.flux.object}, {@code dev.vendaval.flux.check}, {@code
 * dev.vendaval.flux.problem}, {@code dev.vendaval.api}.
 */
@NullMarked
package dev.vendaval.flux.assembly;

import org.jspecify.annotations.NullMarked;
