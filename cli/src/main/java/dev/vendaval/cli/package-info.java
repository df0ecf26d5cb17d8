/**
 * The {@code vendaval} command: its main class and the table of its commands. Allowed neighbours: the packages below it,
 * {@code dev.vendaval.worker.console}.
 */
@NullMarked
package dev.vendaval.cli;

import org.jspecify.annotations.NullMarked;
