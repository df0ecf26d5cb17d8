package dev.vendaval.tests.benchmarks.task;

import java.io.Serializable;
import java.util.HashMap;

/** The work of a sink that counts words. Owned by the task's thread. */
public final class WordCounts implements Serializable {
    private static final long serialVersionUID = 1L;
    private final HashMap<String, Long> counts = new HashMap<>();

    /** One more of this word. */
    public void add(String word) {
        counts.merge(word, 1L, Long::sum);
    }
}
