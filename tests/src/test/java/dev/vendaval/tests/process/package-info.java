/** A real cluster of processes from the distribution, driven through its command line only. */
@NullMarked
package dev.vendaval.tests.process;

import org.jspecify.annotations.NullMarked;
