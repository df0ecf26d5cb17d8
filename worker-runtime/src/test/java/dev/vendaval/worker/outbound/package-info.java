@NullMarked
package dev.vendaval.worker.outbound;

import org.jspecify.annotations.NullMarked;
