/**
 * What the tapes of a topology tell, read while they are written and after: how fast ids arrived, for how long a key was
 * silent, what was lost. Knows the tapes, no cluster; for tests and benchmarks.
 */
@NullMarked
package dev.vendaval.tests.tapes;

import org.jspecify.annotations.NullMarked;
