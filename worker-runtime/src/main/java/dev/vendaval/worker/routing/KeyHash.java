package dev.vendaval.worker.routing;

import dev.vendaval.api.Fields;
import java.util.List;

/** The hash of a tuple's key, and the task that a hash belongs to. Immutable. */
final class KeyHash {
    private final Fields keyFields;
    private final int[] indexes;
    private final int keyGroups;
    private final int groupShift;
    private final int taskCount;

    KeyHash(Fields keyFields, Fields streamFields, int keyGroups, int taskCount) {
        if (Integer.bitCount(keyGroups) != 1 || keyGroups < 2) {
            throw new IllegalArgumentException(keyGroups + " key groups; it must be a power of two");
        }
        this.keyFields = keyFields;
        this.indexes = new int[keyFields.size()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = streamFields.fieldIndex(keyFields.get(i));
        }
        this.keyGroups = keyGroups;
        this.groupShift = Long.SIZE - Integer.numberOfTrailingZeros(keyGroups);
        this.taskCount = taskCount;
    }

    long of(List<Object> values) {
        try {
            return StableHash.of(values, indexes);
        } catch (UnhashableKeyException e) {
            UnhashableKeyException named =
                    new UnhashableKeyException("grouping by " + keyFields + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    /** Hash to key group, and key groups to tasks in contiguous ranges, so that a changed task count moves few. */
    int taskIndex(long hash) {
        long group = hash >>> groupShift;
        return (int) (group * taskCount / keyGroups);
    }
}
