package dev.vendaval.tests.benchmarks;

import dev.vendaval.tests.topologies.Benchmark;
import java.util.ArrayList;
import java.util.List;

/**
 * One measured situation.
 *
 * @param id as in the command line and the results
 * @param shape the topology of {@link Benchmark}
 */
record Scenario(String id, String shape, boolean tracked, int workers) {
    static List<Scenario> all() {
        List<Scenario> scenarios = new ArrayList<>();
        for (String shape : List.of("spout-id-null", "wordcount-1-1-1")) {
            for (boolean tracked : new boolean[] {false, true}) {
                for (int workers = 1; workers <= 2; workers++) {
                    String id = shape + (tracked ? "-tracked" : "-untracked") + (workers == 1 ? "" : "-2w");
                    scenarios.add(new Scenario(id, shape, tracked, workers));
                }
            }
        }
        return scenarios;
    }

    String unit() {
        return shape.startsWith("wordcount") ? "words/s" : "tuples/s";
    }
}
