/**
 * Configuration: the table of known keys, the parser of vendaval.yaml and {@code -c}, and one typed
 * immutable record per component. String-keyed maps end here.
 */
@NullMarked
package dev.vendaval.protocol.config;

import org.jspecify.annotations.NullMarked;
