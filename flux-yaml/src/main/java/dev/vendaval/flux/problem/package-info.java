/** What is wrong with a file, and where: collected, so that all is told at once. Allowed neighbours: the JDK only. */
@NullMarked
package dev.vendaval.flux.problem;

import org.jspecify.annotations.NullMarked;
