package dev.vendaval.tests.benchmarks.peer;

import dev.vendaval.tests.benchmarks.workload.Shape;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a topology is submitted with, beside Storm's defaults. The tuned system has, for each kind of workload, the best
 * of a search over max spout pending and batch sizes: tests/benchmarks/peers/README.md has its figures.
 */
final class StormSettings {
    /** Vendaval's default, for every system; Storm alone would give its workers 128 MB for each executor. */
    static final String HEAP = "768m";

    private static final int BATCH = 100;
    private static final int MANY_PENDING = 5_000;
    private static final int FEW_PENDING = 1_000;

    private static final String ACKERS = "topology.acker.executors";
    private static final String CHILD_OPTIONS = "topology.worker.childopts";
    private static final String PENDING = "topology.max.spout.pending";
    private static final String PRODUCER_BATCH = "topology.producer.batch.size";
    private static final String TRANSFER_BATCH = "topology.transfer.batch.size";

    private StormSettings() {}

    /** In the order in which they are to be shown; values are numbers or text. */
    static Map<String, Object> of(String system, Workload workload) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("topology.workers", workload.workers());
        settings.put(CHILD_OPTIONS, "-Xmx" + HEAP);
        if (system.equals(StormEngine.TUNED)) {
            tune(settings, workload);
        }
        return settings;
    }

    /** Settings that were slower than the defaults, or that left tuples lying in batches, are not taken. */
    private static void tune(Map<String, Object> settings, Workload workload) {
        boolean paced = workload.shape() == Shape.LATENCY || workload.shape() == Shape.IDLE;
        if (!workload.tracked()) {
            settings.put(ACKERS, 0);
        } else if (workload.workers() == 1 && !paced) {
            settings.put(PENDING, manyCopies(workload) ? FEW_PENDING : MANY_PENDING);
            settings.put(PRODUCER_BATCH, BATCH);
            settings.put(TRANSFER_BATCH, BATCH);
        }
    }

    /** A queue that fills up (32,768 tuples) can keep a part of a batch back for ever in Storm 2.8.3. */
    private static boolean manyCopies(Workload workload) {
        return workload.shape() == Shape.WORD_COUNT || workload.shape() == Shape.FANOUT_ALL;
    }
}
