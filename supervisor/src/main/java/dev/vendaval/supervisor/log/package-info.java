/**
 * Reading workers' logs for clients, from the end, in bounded memory; and removing old ones. Allowed
 * neighbours: {@code dev.vendaval.protocol.service}.
 */
@NullMarked
package dev.vendaval.supervisor.log;

import org.jspecify.annotations.NullMarked;
