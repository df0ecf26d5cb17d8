/**
 * Fakes of the conversations, for the tests of all modules that hold one end. Allowed neighbours: {@code protocol.service}
 * and its records.
 */
@NullMarked
package dev.vendaval.protocol.testing;

import org.jspecify.annotations.NullMarked;
