/** Tests of the slot machine, without threads and clocks. */
@NullMarked
package dev.vendaval.supervisor.slot;

import org.jspecify.annotations.NullMarked;
