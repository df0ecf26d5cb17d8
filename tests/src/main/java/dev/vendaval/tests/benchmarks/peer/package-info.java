/**
 * Apache Storm and Apache Flink as measured systems, from their published artefacts, which {@code
 * tests/benchmarks/peers/assemble} fetches; nothing of them is on this project's class path, they run in processes of
 * their own. Knows the engine seam, the workloads and the harness.
 */
@NullMarked
package dev.vendaval.tests.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
