/** Results of runs as documents, and the floors that they are compared with. */
@NullMarked
package dev.vendaval.tests.benchmarks.results;

import org.jspecify.annotations.NullMarked;
