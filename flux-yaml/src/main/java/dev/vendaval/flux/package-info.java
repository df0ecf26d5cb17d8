/**
 * Topologies written in YAML, in the form of Storm's Flux: {@link dev.vendaval.flux.Flux#load} makes a topology of a file,
 * {@link dev.vendaval.flux.Flux#check} says what is wrong with one. docs/flux.md tells users of the form.
 *
 * <pre>
 *   text --document--&gt; values with places --model--&gt; description, includes merged --check--&gt; ids, references, streams
 *        --object--&gt; objects of the classes named --assembly--&gt; Topology
 * </pre>
 *
 * Every step goes on past what is wrong and tells {@code problem.Problems}, so that all is told at once. Allowed neighbours:
 * the packages below this one, {@code dev.vendaval.api}.
 */
@NullMarked
package dev.vendaval.flux;

import org.jspecify.annotations.NullMarked;
