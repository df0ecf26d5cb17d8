/** Tests of the examples, in local mode as a user would write them. */
@NullMarked
package dev.vendaval.examples;

import org.jspecify.annotations.NullMarked;
