package dev.vendaval.worker.context;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Objects that users keep by name for a task or an executor. Safe for any thread, since users share it with theirs. */
public final class SharedData {
    private final Map<String, Object> objects = new ConcurrentHashMap<>();

    void set(String name, @Nullable Object data) {
        if (data == null) {
            objects.remove(name);
        } else {
            objects.put(name, data);
        }
    }

    @Nullable
    Object get(String name) {
        return objects.get(name);
    }
}
