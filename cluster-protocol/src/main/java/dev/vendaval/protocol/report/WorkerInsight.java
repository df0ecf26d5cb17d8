package dev.vendaval.protocol.report;

import java.util.List;

/**
 * What the executors of a worker do at the moment. Hung calls are told always, the rest after it was asked for.
 *
 * @param reportId the highest {@code reportNow} id that it answers, whether or not every executor did; 0 for none
 * @param executors those that have answered; the others sit in a call
 * @param calls that have not returned for a while
 */
public record WorkerInsight(long reportId, List<ExecutorInsight> executors, List<BusyCall> calls) {
    public static final WorkerInsight NONE = new WorkerInsight(0, List.of(), List.of());

    public WorkerInsight {
        executors = List.copyOf(executors);
        calls = List.copyOf(calls);
    }
}
