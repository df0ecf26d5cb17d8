/** Inboxes under several threads. */
@NullMarked
package dev.vendaval.worker.exchange;

import org.jspecify.annotations.NullMarked;
