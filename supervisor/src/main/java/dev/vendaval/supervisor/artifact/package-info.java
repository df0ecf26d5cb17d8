/**
 * Getting users' jars from Nimbus by content hash. Allowed neighbours: {@code
 * dev.vendaval.protocol.artifact}.
 */
@NullMarked
package dev.vendaval.supervisor.artifact;

import org.jspecify.annotations.NullMarked;
