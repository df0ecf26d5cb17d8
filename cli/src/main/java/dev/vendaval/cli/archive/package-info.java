/**
 * When class-data archives are made for commands and for supervisors' workers, and by which JVM. Allowed neighbours:
 * {@code dev.vendaval.supervisor.archive}, {@code dev.vendaval.supervisor.launch}.
 */
@NullMarked
package dev.vendaval.cli.archive;

import org.jspecify.annotations.NullMarked;
