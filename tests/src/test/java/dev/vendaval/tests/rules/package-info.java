/**
 * The rules of docs/semantics.md as a user's topologies show them: each theme is an abstract class that runs in local
 * mode ({@code ...Test}) and across two worker JVMs of a real cluster ({@code ...IT}). May use everything.
 */
@NullMarked
package dev.vendaval.tests.rules;

import org.jspecify.annotations.NullMarked;
