package dev.vendaval.worker.metrics;

import dev.vendaval.protocol.report.LatencyRecorder;
import dev.vendaval.protocol.report.StreamCounts;
import dev.vendaval.protocol.report.TaskReport;
import java.util.LinkedHashMap;
import java.util.Map;

/** The exact counters of one task since its worker started. Fields of the executor's thread; reports are for anyone. */
public final class TaskCounters {
    private final String component;
    private final int task;
    private final Map<String, StreamCounters> streams = new LinkedHashMap<>();
    private final UserMetrics userMetrics = new UserMetrics();
    private final LatencyRecorder completeLatency = new LatencyRecorder();
    private final LatencyRecorder executeLatency = new LatencyRecorder();

    /** Completions that took equally long, not recorded yet: a round's clock makes runs of them. */
    private long alike;

    private long alikeNanos;

    public long executed;
    public long acked;
    public long failed;
    public long timedOut;
    public long errors;

    public TaskCounters(String component, int task) {
        this.component = component;
        this.task = task;
    }

    /** The counters of a stream, made at the first call. */
    public StreamCounters stream(String id) {
        return streams.computeIfAbsent(id, added -> new StreamCounters());
    }

    public UserMetrics userMetrics() {
        return userMetrics;
    }

    /** From a tracked emit to the end of its tree. */
    public void completed(long nanos) {
        if (nanos != alikeNanos) {
            recordAlike();
            alikeNanos = nanos;
        }
        alike++;
    }

    private void recordAlike() {
        completeLatency.record(alikeNanos / 1000, alike);
        alike = 0;
    }

    /** So many executes took so long each. */
    public void executeTook(long nanosEach, long calls) {
        executeLatency.record(nanosEach / 1000, calls);
    }

    /** Counts on from another instance of the task, which has ended. */
    public void add(TaskCounters older) {
        older.recordAlike();
        older.streams.forEach((id, counts) -> stream(id).add(counts));
        userMetrics.add(older.userMetrics);
        completeLatency.add(older.completeLatency);
        executeLatency.add(older.executeLatency);
        executed += older.executed;
        acked += older.acked;
        failed += older.failed;
        timedOut += older.timedOut;
        errors += older.errors;
    }

    /**
     * The report of now.
     *
     * @param pending trees of a spout without an outcome
     * @param misuses acks, fails and anchors that were ignored
     */
    public TaskReport toReport(long pending, long misuses) {
        recordAlike();
        Map<String, StreamCounts> counts = new LinkedHashMap<>();
        streams.forEach((id, stream) -> counts.put(id, stream.toReport()));
        return new TaskReport(
                component,
                task,
                counts,
                executed,
                acked,
                failed,
                timedOut,
                pending,
                errors,
                completeLatency.encode(),
                executeLatency.encode(),
                userMetrics.values(misuses));
    }
}
