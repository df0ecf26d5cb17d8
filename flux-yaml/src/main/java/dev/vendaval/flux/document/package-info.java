/**
 * YAML text to a tree of values that know where they stand: variables put in, aliases and merge keys resolved, nothing
 * instantiated. Allowed neighbours: {@code dev.vendaval.flux.problem}, {@code dev.vendaval.api.naming},
 * SnakeYAML.
 */
@NullMarked
package dev.vendaval.flux.document;

import org.jspecify.annotations.NullMarked;
