/**
 * The life of a slot as a pure function of state, event and time. Knows no thread, file, process or
 * clock. Allowed neighbours: none but the JDK.
 */
@NullMarked
package dev.vendaval.supervisor.slot;

import org.jspecify.annotations.NullMarked;
