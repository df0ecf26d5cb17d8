/**
 * The life of one worker: its conversation with the supervisor, what it runs, what it reports, its end.
 * Used by the worker's main (a process) and by local mode (threads). Allowed neighbours: {@code
 * worker.executor}, {@code worker.link}, {@code worker.loader}, {@code worker.plan}, {@code
 * worker.context}, {@code worker.metrics}, {@code dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.worker.host;

import org.jspecify.annotations.NullMarked;
