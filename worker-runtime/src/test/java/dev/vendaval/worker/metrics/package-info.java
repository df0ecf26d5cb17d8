/** Tests of what is counted and kept for reports. */
@NullMarked
package dev.vendaval.worker.metrics;

import org.jspecify.annotations.NullMarked;
