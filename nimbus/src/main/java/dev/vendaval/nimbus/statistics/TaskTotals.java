package dev.vendaval.nimbus.statistics;

import dev.vendaval.protocol.report.StreamCounts;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.topology.ExecutorTasks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Executed and emitted tuples by task, over all incarnations. */
record TaskTotals(Map<Integer, Long> executed, Map<Integer, Long> emitted) {
    static TaskTotals of(List<ReportedWorker> workers) {
        Map<Integer, Long> executed = new HashMap<>();
        Map<Integer, Long> emitted = new HashMap<>();
        for (ReportedWorker worker : workers) {
            for (TaskReport task : worker.report().tasks()) {
                executed.merge(task.task(), task.executed(), Long::sum);
                long emittedByTask = task.streams().values().stream()
                        .mapToLong(StreamCounts::emitted)
                        .sum();
                emitted.merge(task.task(), emittedByTask, Long::sum);
            }
        }
        return new TaskTotals(executed, emitted);
    }

    long executedBy(ExecutorTasks executor) {
        return sum(executed, executor);
    }

    long emittedBy(ExecutorTasks executor) {
        return sum(emitted, executor);
    }

    private static long sum(Map<Integer, Long> counts, ExecutorTasks executor) {
        return executor.tasks().stream()
                .mapToLong(task -> counts.getOrDefault(task, 0L))
                .sum();
    }
}
