/**
 * Components for topologies written in YAML: public classes with public constructors, put together in {@code
 * examples/flux/*.yaml} of the distribution. Allowed neighbours: {@code dev.vendaval.api}, SLF4J.
 */
@NullMarked
package dev.vendaval.examples.flux;

import org.jspecify.annotations.NullMarked;
