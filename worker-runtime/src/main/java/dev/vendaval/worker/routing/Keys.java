package dev.vendaval.worker.routing;

import dev.vendaval.protocol.topology.KeyGroups;
import java.util.List;

/** Which task of a component has a key, asked beside the path of tuples. */
public final class Keys {
    private Keys() {}

    /**
     * The index, among the tasks of a component, of the one that fields grouping gives a key to.
     *
     * @param key the values of the grouping's fields, in their order; nulls are values, too
     * @throws UnhashableKeyException if one has no stable content hash
     */
    public static int taskIndex(List<Object> key, KeyGroups keyGroups) {
        return KeyHash.taskIndex(StableHash.ofKey(key), keyGroups);
    }
}
