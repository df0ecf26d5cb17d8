/** Where log lines of this process go, set up in code before anything logs. Allowed neighbours: SLF4J and Logback. */
@NullMarked
package dev.vendaval.cli.logging;

import org.jspecify.annotations.NullMarked;
