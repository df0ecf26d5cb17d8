/** Tests of what a worker knows of deaths. Allowed neighbours: {@code dev.vendaval.protocol.report}. */
@NullMarked
package dev.vendaval.worker.fencing;

import org.jspecify.annotations.NullMarked;
