package dev.vendaval.tests.benchmarks.peer;

import dev.vendaval.tests.benchmarks.workload.Shape;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a topology is submitted with, beside Storm's defaults. The tuned system has, for each kind of workload, the best
 * of a search over max spout pending, batch sizes and ackers: docs/decisions/0019-peers-of-the-benchmark.md.
 */
final class StormSettings {
    /** Vendaval's default, for every system; Storm alone would give its workers 128 MB for each executor. */
    static final String HEAP = "768m";

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

    private static void tune(Map<String, Object> settings, Workload workload) {
        if (workload.shape() == Shape.LATENCY || workload.shape() == Shape.IDLE) {
            return;
        }
        settings.put(PRODUCER_BATCH, 100);
        settings.put(TRANSFER_BATCH, 100);
        if (workload.tracked()) {
            settings.put(PENDING, 5000);
        }
    }
}
