/**
 * What a mistyped name was probably meant to be; here because this is the one module that all others may use. Nothing for
 * topologies. Allowed neighbours: the JDK only.
 */
@NullMarked
package dev.vendaval.api.naming;

import org.jspecify.annotations.NullMarked;
