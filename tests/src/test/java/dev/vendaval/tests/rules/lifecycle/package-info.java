/**
 * Rules of docs/semantics.md about whole topologies: where tasks are, on which threads components are called and when, what
 * becomes of them after faults, and what a newcomer meets in the first hour. Local mode unless the name ends in {@code IT}.
 * May use everything.
 */
@NullMarked
package dev.vendaval.tests.rules.lifecycle;

import org.jspecify.annotations.NullMarked;
