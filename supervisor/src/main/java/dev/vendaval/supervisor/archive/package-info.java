/**
 * The class-data archive with which the JVMs of a distribution start sooner: where it is, what it was made of, how it is
 * made anew. Allowed neighbours: none.
 */
@NullMarked
package dev.vendaval.supervisor.archive;

import org.jspecify.annotations.NullMarked;
