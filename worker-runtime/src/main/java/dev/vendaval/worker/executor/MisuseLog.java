package dev.vendaval.worker.executor;

import dev.vendaval.worker.metrics.ErrorLog;
import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Programming errors with tuples that are ignored so that no tree completes or hangs falsely: each is counted, and
 * reported once per component and minute. One for the worker; safe for any thread.
 */
final class MisuseLog {
    private static final long REPORT_EVERY_NANOS = 60_000_000_000L;

    private final ErrorLog errors;
    private final Map<String, Long> lastReport = new ConcurrentHashMap<>();

    MisuseLog(ErrorLog errors) {
        this.errors = errors;
    }

    void report(String component, int task, String what, Object tuple, long now) {
        Long last = lastReport.get(component);
        if (last != null && now - last < REPORT_EVERY_NANOS) {
            return;
        }
        lastReport.put(component, now);
        String where = tuple instanceof RuntimeTuple known ? known.source().toString() : String.valueOf(tuple);
        errors.report(
                component,
                task,
                new IllegalStateException(what + " a tuple from " + where
                        + "; ignored. Further ones are counted and reported once a minute"));
    }
}
