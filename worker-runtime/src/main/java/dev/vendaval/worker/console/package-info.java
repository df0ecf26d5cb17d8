/**
 * The worker process's log: standard output, each line with component and task, what users print
 * included. Installed by the worker's main only, never in local mode. Allowed neighbours: SLF4J and
 * Logback, which the distribution brings.
 */
@NullMarked
package dev.vendaval.worker.console;

import org.jspecify.annotations.NullMarked;
