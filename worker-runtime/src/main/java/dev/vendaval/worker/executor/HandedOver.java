package dev.vendaval.worker.executor;

import dev.vendaval.worker.metrics.TaskCounters;
import org.jspecify.annotations.Nullable;

/**
 * A task on its way to its new owner, once the older one has taken its last tuple; or what new tasks get that have keys of
 * it from now on.
 *
 * @param version of the change
 * @param id of the task
 * @param task itself, with its instance, from an executor of the same worker; else null
 * @param state what its instance saved for its next one, or for new tasks; null if nothing
 * @param counted what was counted for an instance that has ended in the same worker; else null
 */
// Nobody compares these.
@SuppressWarnings("ArrayRecordComponent")
record HandedOver(
        long version,
        int id,
        @Nullable Task task,
        byte @Nullable [] state,
        @Nullable TaskCounters counted) {}
