/** That the benchmarks of single steps work. Allowed neighbours: {@code tests.steps}. */
@NullMarked
package dev.vendaval.tests.steps;

import org.jspecify.annotations.NullMarked;
