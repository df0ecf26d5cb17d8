package dev.vendaval.supervisor.disk;

import dev.vendaval.protocol.report.Incarnation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a supervisor notes of a worker that it has launched, so that a successor finds it again.
 *
 * @param birth tells the process from a later one with the same id
 * @param artifact content hash of the user's jar, or null
 * @param stopTimeout how long it may take to stop
 */
public record WorkerRecord(
        long pid,
        String birth,
        Incarnation incarnation,
        long startedAtMs,
        @Nullable String artifact,
        Duration stopTimeout) {
    /** As text: a line of name and value each. */
    String text() {
        StringBuilder text = new StringBuilder();
        values().forEach((name, value) ->
                text.append(name).append(' ').append(value).append('\n'));
        return text.toString().strip();
    }

    private Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("pid", Long.toString(pid));
        values.put("birth", birth);
        values.put("index", Integer.toString(incarnation.workerIndex()));
        values.put("lease", Long.toString(incarnation.lease()));
        values.put("launch", Long.toString(incarnation.launchCount()));
        values.put("startedAtMs", Long.toString(startedAtMs));
        values.put("stopTimeoutMs", Long.toString(stopTimeout.toMillis()));
        if (artifact != null) {
            values.put("artifact", artifact);
        }
        return values;
    }

    /** Reads it back; empty if it is not whole. */
    static Optional<WorkerRecord> of(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.split("\n", -1)) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                values.put(line.substring(0, blank), line.substring(blank + 1));
            }
        }
        String birth = values.getOrDefault("birth", "");
        try {
            WorkerRecord read = new WorkerRecord(
                    number(values, "pid"),
                    birth,
                    new Incarnation(
                            Math.toIntExact(number(values, "index")),
                            number(values, "lease"),
                            number(values, "launch")),
                    number(values, "startedAtMs"),
                    values.get("artifact"),
                    Duration.ofMillis(number(values, "stopTimeoutMs")));
            return birth.isEmpty() ? Optional.empty() : Optional.of(read);
        } catch (NumberFormatException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static long number(Map<String, String> values, String name) {
        return Long.parseLong(values.getOrDefault(name, ""));
    }
}
