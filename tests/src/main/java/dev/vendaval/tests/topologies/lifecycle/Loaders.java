package dev.vendaval.tests.topologies.lifecycle;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the context class loader was at each kind of call into this class's code, in one worker. Thread-safe. */
final class Loaders {
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    private Loaders() {}

    /** Notes whether the context class loader is the one that loaded the user's classes. */
    static void note(String call) {
        boolean users = Thread.currentThread().getContextClassLoader() == Loaders.class.getClassLoader();
        if (SEEN.add(call + " " + (users ? "ours" : "ANOTHER"))) {
            // Into the worker's log: the test reads it there.
            System.out.println("loader: " + call + " " + (users ? "ours" : "ANOTHER"));
        }
    }
}
