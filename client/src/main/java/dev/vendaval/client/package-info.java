/**
 * Submit, activate, kill, list and the rest as a library: {@link dev.vendaval.client.VendavalClient} turns Nimbus's
 * service into calls that wait until what was asked for has come about. Allowed neighbours: {@code dev.vendaval.api} and
 * {@code dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.client;

import org.jspecify.annotations.NullMarked;
