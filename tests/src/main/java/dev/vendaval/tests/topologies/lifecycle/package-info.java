/**
 * Topologies that show what happens to components over their lives: in which order, on which threads, with what
 * configuration, and what becomes of them after faults. Those for local mode tell what they saw in a {@link
 * dev.vendaval.tests.topologies.lifecycle.Diary}, which they share with the test; those for worker processes print it or
 * write files. Allowed neighbours: {@code dev.vendaval.api}, SLF4J, {@code dev.vendaval.tests.topologies}.
 */
@NullMarked
package dev.vendaval.tests.topologies.lifecycle;

import org.jspecify.annotations.NullMarked;
