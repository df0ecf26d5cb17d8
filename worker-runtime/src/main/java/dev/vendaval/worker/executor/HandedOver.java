package dev.vendaval.worker.executor;

import org.jspecify.annotations.Nullable;

/**
 * A task on its way to its new owner, once the older one has taken its last tuple.
 *
 * @param version of the change
 * @param id of the task
 * @param task itself, from an executor of the same worker; null from another worker
 * @param state what its instance in another worker saved; null if nothing
 */
// Nobody compares these.
@SuppressWarnings("ArrayRecordComponent")
record HandedOver(long version, int id, @Nullable Task task, byte @Nullable [] state) {}
