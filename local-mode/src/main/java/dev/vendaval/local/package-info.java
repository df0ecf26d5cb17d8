/**
 * The whole cluster in one JVM, for tests and {@code vendaval local}: the same Nimbus, supervisors and worker runtime,
 * wired over a cluster state in memory and a launcher that starts workers as threads. Those are the only two
 * differences. Allowed neighbours: {@code dev.vendaval.api}, {@code dev.vendaval.client}, {@code dev.vendaval.nimbus},
 * {@code dev.vendaval.supervisor}, {@code dev.vendaval.worker}, {@code dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.local;

import org.jspecify.annotations.NullMarked;
