/**
 * Topologies for tests and benchmarks. They run in workers, so they use nothing but {@code
 * dev.vendaval.api}, SLF4J and the JDK, and tell what they saw through files ({@link
 * dev.vendaval.tests.topologies.Records}).
 */
@NullMarked
package dev.vendaval.tests.topologies;

import org.jspecify.annotations.NullMarked;
