package dev.vendaval.tests.benchmarks.changes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one change did. Every id that was emitted arrived and was acked, or there is no outcome.
 *
 * @param silenceMs the longest time that any key did not come to the sink
 * @param backMs from the change to the first second with 90 % of the rate again; zero if it never was less
 * @param replaysMs from the change until the last id that was emitted again was acked; zero if none was
 * @param emitted ids, from the change until all was over
 * @param failed emissions
 * @param repeated arrivals of ids that had arrived before
 * @param reordered ids that came to the sink before an earlier one of their key
 * @param miscounted ids that came to the sink, as no replay, with another count than all of their key until then
 * @param stolen part of the processors' time that the host of this machine gave to others during it, from 0 to 1
 * @param told by the system's command
 */
record Outcome(
        Change change,
        double silenceMs,
        double backMs,
        double replaysMs,
        int emitted,
        int failed,
        int repeated,
        int reordered,
        int miscounted,
        double stolen,
        Map<String, Object> told) {
    private static final double TENTH = 10;
    private static final double PERCENT = 100;

    Outcome {
        silenceMs = Math.round(silenceMs * TENTH) / TENTH;
        backMs = Math.round(backMs * TENTH) / TENTH;
        replaysMs = Math.round(replaysMs * TENTH) / TENTH;
    }

    /** One line of progress. */
    String text() {
        return "longest silence of a key " + silenceMs + " ms"
                + (change.isDeath() ? ", back after " + backMs + " ms, replays after " + replaysMs + " ms" : "") + "; "
                + emitted + " ids, " + failed + " failed, " + repeated + " twice at the sink, " + reordered
                + " reordered, " + miscounted + " miscounted"
                + told("; took ", "durationMs") + told(", longest pause of a task ", "longestPauseMs") + "; "
                + stolenPercent() + " % stolen";
    }

    private long stolenPercent() {
        return Math.round(PERCENT * stolen);
    }

    private String told(String before, String name) {
        return told.containsKey(name) ? before + told.get(name) + " ms" : "";
    }

    /** Whether nothing was repeated, reordered or counted wrongly: what a change without a death may not do. */
    boolean isClean() {
        return failed + repeated + reordered + miscounted == 0;
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("silenceMs", silenceMs);
        if (change.isDeath()) {
            document.put("backMs", backMs);
            document.put("replaysMs", replaysMs);
        }
        document.put("ids", emitted);
        document.put("lost", 0);
        document.put("failed", failed);
        document.put("twiceAtSink", repeated);
        document.put("reordered", reordered);
        document.put("miscounted", miscounted);
        document.put("stolenPercent", stolenPercent());
        for (String name : List.of("durationMs", "longestPauseMs")) {
            if (told.containsKey(name)) {
                document.put(name, told.get(name));
            }
        }
        return document;
    }
}
