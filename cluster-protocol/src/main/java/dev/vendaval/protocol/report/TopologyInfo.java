package dev.vendaval.protocol.report;

import dev.vendaval.protocol.state.TopologyStatus;
import java.util.List;
import java.util.Map;

/** Answer of {@code vendaval info}; names are those of its JSON. */
public record TopologyInfo(
        String name,
        String id,
        TopologyStatus status,
        long assignmentVersion,
        long submittedAtMs,
        long uptimeMs,
        int workersWanted,
        Map<String, Object> config,
        long lostUntracked,
        List<Worker> workers,
        List<Component> components,
        List<Executor> executors,
        List<Unassigned> unassigned,
        List<ErrorReport> errors,
        List<String> notices) {
    public record Worker(
            String supervisor,
            String host,
            int port,
            long pid,
            String incarnation,
            WorkerState state,
            long uptimeMs,
            long heapUsedBytes,
            long rssBytes,
            InFlight inFlight) {}

    /** Kind: spout, bolt or system. */
    public record Component(
            String id,
            String kind,
            int tasks,
            int executors,
            Map<String, StreamCounts> streams,
            long executed,
            long acked,
            long failed,
            long timedOut,
            long pending,
            long errors,
            LatencySummary completeLatencyUs,
            LatencySummary executeLatencyUs,
            Map<String, Double> metrics) {}

    public record Executor(
            String component,
            List<Integer> tasks,
            String supervisor,
            String host,
            int port,
            ExecutorState state,
            long executed,
            long emitted,
            long restarts) {}

    public record Unassigned(String component, List<Integer> tasks, String reason) {}
}
