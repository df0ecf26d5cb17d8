/** Tests of the supervisor as a whole. */
@NullMarked
package dev.vendaval.supervisor;

import org.jspecify.annotations.NullMarked;
