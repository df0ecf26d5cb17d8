/** Executors stepped by hand with a fake clock and fake links, and with real loops. */
@NullMarked
package dev.vendaval.worker.executor;

import org.jspecify.annotations.NullMarked;
