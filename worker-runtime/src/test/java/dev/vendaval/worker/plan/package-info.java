/** Plans of small topologies. */
@NullMarked
package dev.vendaval.worker.plan;

import org.jspecify.annotations.NullMarked;
