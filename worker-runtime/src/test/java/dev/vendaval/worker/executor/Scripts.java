package dev.vendaval.worker.executor;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What scripted components do, by a key that goes with their bytes. They hold the test that gave them, and with it all that
 * it ran, so whoever runs many tests in one process forgets them after each.
 */
final class Scripts<S> {
    private final Map<Long, S> scripts = new ConcurrentHashMap<>();
    private final AtomicLong keys = new AtomicLong();

    long keep(S script) {
        long key = keys.incrementAndGet();
        scripts.put(key, script);
        return key;
    }

    S get(long key) {
        return Objects.requireNonNull(scripts.get(key), "a component of a test that has ended");
    }

    /** Only while nothing runs that could ask for one. */
    void forgetAll() {
        scripts.clear();
    }
}
