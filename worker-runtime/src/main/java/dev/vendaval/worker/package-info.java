/**
 * The worker process's main. The packages below are the data plane: {@code host} the worker's life,
 * {@code executor} the tasklets, {@code link} the way to other workers. Allowed neighbours: {@code
 * worker.host}, {@code worker.console}, {@code dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.worker;

import org.jspecify.annotations.NullMarked;
