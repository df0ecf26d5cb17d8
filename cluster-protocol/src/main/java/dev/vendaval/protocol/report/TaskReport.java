package dev.vendaval.protocol.report;

import java.util.Map;

/**
 * Counters of one task, cumulative over one incarnation.
 *
 * @param streams by stream id
 * @param executed bolts: calls of execute that returned
 * @param acked spouts: trees; bolts: tuples
 * @param failed spouts: trees, time-outs included; bolts: tuples
 * @param pending spouts: trees not yet complete
 * @param errors exceptions reported
 * @param completeLatency spouts: encoded histogram of microseconds, see {@link Latencies}; may be empty
 * @param executeLatency bolts: the same for the time of one execute
 * @param metrics the user's own counters and gauges by name
 */
// Encoded histograms are only handed on; nobody compares reports.
@SuppressWarnings("ArrayRecordComponent")
public record TaskReport(
        String component,
        int task,
        Map<String, StreamCounts> streams,
        long executed,
        long acked,
        long failed,
        long timedOut,
        long pending,
        long errors,
        byte[] completeLatency,
        byte[] executeLatency,
        Map<String, Double> metrics) {}
