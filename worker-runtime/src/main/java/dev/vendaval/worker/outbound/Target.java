package dev.vendaval.worker.outbound;

/**
 * One task of a subscriber, as a sending executor sees it.
 *
 * @param task id
 * @param indexInExecutor its place among the tasks of its executor, as on the wire
 * @param outbox to its executor
 */
record Target(int task, int indexInExecutor, Outbox outbox) {}
