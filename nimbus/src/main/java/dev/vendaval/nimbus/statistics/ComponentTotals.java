package dev.vendaval.nimbus.statistics;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentKind;
import dev.vendaval.api.StreamDefinition;
import dev.vendaval.protocol.report.Latencies;
import dev.vendaval.protocol.report.StreamCounts;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.topology.ComponentTasks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up the tasks of one component over all incarnations. Made, filled and read by one thread. */
final class ComponentTotals {
    private final ComponentTasks tasks;
    private final int executors;
    private final @Nullable ComponentDefinition definition;
    private final Map<String, StreamCounts> streams = new LinkedHashMap<>();
    private final List<byte[]> completeLatencies = new ArrayList<>();
    private final List<byte[]> executeLatencies = new ArrayList<>();
    private final Map<String, Double> metrics = new TreeMap<>();
    private long executed;
    private long acked;
    private long failed;
    private long timedOut;
    private long pending;
    private long errors;

    /** Totals of a component; {@code definition} is null for one of the runtime's own. */
    ComponentTotals(ComponentTasks tasks, int executors, @Nullable ComponentDefinition definition) {
        this.tasks = tasks;
        this.executors = executors;
        this.definition = definition;
        if (definition != null) {
            for (StreamDefinition stream : definition.streams()) {
                streams.put(stream.id(), new StreamCounts(0, 0));
            }
        }
    }

    /** Adds what a task counted in one incarnation; an ended one has nothing pending any more. */
    void add(TaskReport task, boolean living) {
        task.streams().forEach((stream, counts) -> streams.merge(stream, counts, ComponentTotals::sum));
        executed += task.executed();
        acked += task.acked();
        failed += task.failed();
        timedOut += task.timedOut();
        errors += task.errors();
        completeLatencies.add(task.completeLatency());
        executeLatencies.add(task.executeLatency());
        task.metrics().forEach((name, value) -> metrics.merge(name, value, Double::sum));
        if (living) {
            pending += task.pending();
        }
    }

    /** Adds, to those of the acker, the trees of a spout's task: nobody but the spout counts them. */
    void addTrees(TaskReport spoutTask, boolean living) {
        acked += spoutTask.acked();
        failed += spoutTask.failed();
        timedOut += spoutTask.timedOut();
        if (living) {
            pending += spoutTask.pending();
        }
    }

    boolean ofSpout() {
        return definition != null && definition.kind() == ComponentKind.SPOUT;
    }

    TopologyInfo.Component toInfo() {
        return new TopologyInfo.Component(
                tasks.component(),
                definition == null ? "system" : definition.kind().name().toLowerCase(Locale.ROOT),
                tasks.tasks().size(),
                executors,
                streams,
                executed,
                acked,
                failed,
                timedOut,
                pending,
                errors,
                Latencies.merge(completeLatencies),
                Latencies.merge(executeLatencies),
                metrics);
    }

    private static StreamCounts sum(StreamCounts left, StreamCounts right) {
        return new StreamCounts(left.emitted() + right.emitted(), left.transferred() + right.transferred());
    }
}
