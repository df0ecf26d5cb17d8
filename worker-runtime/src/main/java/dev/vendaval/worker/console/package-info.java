/**
 * What users print, with component and task before each line. Installed by the worker process only,
 * never in local mode. Allowed neighbours: the JDK and SLF4J.
 */
@NullMarked
package dev.vendaval.worker.console;

import org.jspecify.annotations.NullMarked;
