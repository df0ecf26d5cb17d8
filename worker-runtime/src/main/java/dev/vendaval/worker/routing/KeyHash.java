package dev.vendaval.worker.routing;

import dev.vendaval.api.Fields;
import dev.vendaval.protocol.topology.KeyGroups;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The hash of a tuple's key, and the task that a hash belongs to. Immutable. */
final class KeyHash {
    private final Fields keyFields;
    private final int[] indexes;
    private final int keyGroups;
    private final int groupShift;
    private final int taskCount;

    /** Who has which group once tasks were added; null as long as groups lie in ranges. */
    private final @Nullable KeyGroups grown;

    KeyHash(Fields keyFields, Fields streamFields, KeyGroups keyGroups, int taskCount) {
        this.keyFields = keyFields;
        this.indexes = new int[keyFields.size()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = streamFields.fieldIndex(keyFields.get(i));
        }
        this.keyGroups = keyGroups.count();
        this.groupShift = groupShift(keyGroups);
        this.taskCount = taskCount;
        this.grown = keyGroups.isGrown() ? keyGroups : null;
    }

    /** There is a power of two of groups, and a hash's group is in its highest bits. */
    private static int groupShift(KeyGroups keyGroups) {
        return Long.SIZE - Integer.numberOfTrailingZeros(keyGroups.count());
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

    /** The index of the task that a key's hash belongs to. */
    static int taskIndex(long hash, KeyGroups keyGroups) {
        return keyGroups.taskIndex((int) (hash >>> groupShift(keyGroups)));
    }

    /** Hash to key group, and key group to task. */
    int taskIndex(long hash) {
        long group = hash >>> groupShift;
        KeyGroups owners = grown;
        return owners == null ? (int) (group * taskCount / keyGroups) : owners.taskIndex((int) group);
    }
}
