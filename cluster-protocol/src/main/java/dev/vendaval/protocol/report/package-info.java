/**
 * What is: reports of workers and supervisors, and the answers Nimbus builds from them. Plain
 * records. Allowed neighbours: {@code dev.vendaval.protocol.state}.
 */
@NullMarked
package dev.vendaval.protocol.report;

import org.jspecify.annotations.NullMarked;
