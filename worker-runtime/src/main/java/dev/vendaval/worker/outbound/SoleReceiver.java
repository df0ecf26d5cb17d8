package dev.vendaval.worker.outbound;

import java.util.List;

/**
 * The one task that every tuple of a stream goes to, in this worker, whatever its values are.
 *
 * @param task id
 * @param ids the same as a list
 * @param outbox to its executor
 */
record SoleReceiver(int task, List<Integer> ids, LocalOutbox outbox) {}
