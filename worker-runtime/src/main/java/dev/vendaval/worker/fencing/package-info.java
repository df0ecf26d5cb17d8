/**
 * Which lives of workers are over, and which worker knows it: what a worker needs to fail exactly the trees that a death
 * may have touched. Numbers and incarnations only: no threads, no clocks. Allowed neighbours: {@code
 * dev.vendaval.protocol.report}.
 */
@NullMarked
package dev.vendaval.worker.fencing;

import org.jspecify.annotations.NullMarked;
