/** Tests of the whole: architecture, rules, real processes. */
@NullMarked
package dev.vendaval.tests;

import org.jspecify.annotations.NullMarked;
