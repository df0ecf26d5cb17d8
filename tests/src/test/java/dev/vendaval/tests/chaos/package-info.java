/**
 * The chaos suite: a cluster of processes, faults, and a checker of what must hold after each. The checker and the
 * measures are pure and have tests of their own.
 */
@NullMarked
package dev.vendaval.tests.chaos;

import org.jspecify.annotations.NullMarked;
