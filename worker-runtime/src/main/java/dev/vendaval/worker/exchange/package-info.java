/**
 * What passes between executors: sections for the way over a link, batches for the way inside a worker, and the inbox
 * that takes both. The link side implements {@link dev.vendaval.worker.exchange.RemoteExecutor} and calls
 * {@link dev.vendaval.worker.exchange.Inbound}. Allowed neighbours: {@code worker.tuple}, {@code
 * worker.fencing}.
 */
@NullMarked
package dev.vendaval.worker.exchange;

import org.jspecify.annotations.NullMarked;
