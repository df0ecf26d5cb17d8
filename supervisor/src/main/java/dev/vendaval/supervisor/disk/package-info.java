/**
 * What a supervisor keeps in local.dir: its id, its slots' ports, launch counts, worker directories.
 * Allowed neighbours: none but the JDK.
 */
@NullMarked
package dev.vendaval.supervisor.disk;

import org.jspecify.annotations.NullMarked;
