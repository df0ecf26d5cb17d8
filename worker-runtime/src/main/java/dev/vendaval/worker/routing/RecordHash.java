package dev.vendaval.worker.routing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/** Records by their components: their own hashCode is not specified, and takes enums by identity. */
final class RecordHash implements ContentHash {
    private final Method[] accessors;
    private final long nameHash;

    private RecordHash(Class<?> type, Method[] accessors) {
        this.accessors = accessors;
        this.nameHash = type.getName().hashCode();
    }

    static ContentHash of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Method[] accessors = new Method[components.length];
        for (int i = 0; i < components.length; i++) {
            accessors[i] = components[i].getAccessor();
            if (!accessors[i].trySetAccessible()) {
                return ContentHash.refusal(type, "its module does not let us read the components");
            }
        }
        return new RecordHash(type, accessors);
    }

    @Override
    public long hash(Object value, int depth) {
        long hash = nameHash;
        for (Method accessor : accessors) {
            hash = StableHash.combine(hash, StableHash.of(read(accessor, value), depth + 1));
        }
        return hash;
    }

    private static @Nullable Object read(Method accessor, Object value) {
        try {
            return accessor.invoke(value);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("accessor " + accessor + " was accessible before", e);
        } catch (InvocationTargetException e) {
            UnhashableKeyException refusal =
                    new UnhashableKeyException("a key's accessor " + accessor + " threw " + e.getCause());
            refusal.initCause(e.getCause());
            throw refusal;
        }
    }
}
