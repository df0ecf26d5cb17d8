/** Tests of {@code dev.vendaval.tests.tapes}. */
@NullMarked
package dev.vendaval.tests.tapes;

import org.jspecify.annotations.NullMarked;
