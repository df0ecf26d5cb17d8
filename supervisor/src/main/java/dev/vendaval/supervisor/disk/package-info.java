/**
 * What a supervisor keeps in local.dir: its id, its slots' ports, launch counts, worker directories.
 * Allowed neighbours: {@code dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.supervisor.disk;

import org.jspecify.annotations.NullMarked;
