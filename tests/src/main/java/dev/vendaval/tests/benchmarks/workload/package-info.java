/**
 * What is measured: the topologies' shapes, their values and their pace, the same for every system. Compiled into the
 * jars of the peers too, so it uses nothing but the JDK.
 */
@NullMarked
package dev.vendaval.tests.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
