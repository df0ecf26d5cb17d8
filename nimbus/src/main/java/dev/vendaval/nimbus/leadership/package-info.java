/**
 * What the leading Nimbus does: its thread, its mailbox, its topologies. Decide (the pure packages), persist with a
 * check of leader epoch and version, apply. Allowed neighbours: the other packages of Nimbus but {@code service}, and
 * {@code dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.nimbus.leadership;

import org.jspecify.annotations.NullMarked;
