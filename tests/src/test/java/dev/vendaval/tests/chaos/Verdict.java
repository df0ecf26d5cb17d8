package dev.vendaval.tests.chaos;

import java.time.Duration;
import java.util.List;

/**
 * What came of a fault.
 *
 * @param recovery until 90 % of the rate was back for good
 * @param lowest the lowest part of the rate in any second after that
 * @param replayed until the last id was acked that had to be emitted again
 */
record Verdict(
        Fault fault, Duration recovery, double lowest, Duration replayed, Counts counts, List<String> complaints) {
    private static final String LINE = "%-58s %9s %7s %9s %9s %8s %7s %7s %7s %7s  %s%n";

    boolean isGood() {
        return complaints.isEmpty();
    }

    /** One table, a line for each fault. */
    static String table(List<Verdict> verdicts, long seed) {
        StringBuilder table =
                new StringBuilder("%nChaos, seed %d, %d tuples/s%n".formatted(seed, ChaosCluster.PER_SECOND));
        table.append(LINE.formatted(
                "fault",
                "back s",
                "bound s",
                "then, %",
                "replays s",
                "ids",
                "acked",
                "failed",
                "twice",
                "repeats",
                ""));
        for (Verdict verdict : verdicts) {
            Counts counts = verdict.counts;
            table.append(LINE.formatted(
                    verdict.fault.name(),
                    seconds(verdict.recovery),
                    seconds(verdict.fault.bound()),
                    Math.round(100 * verdict.lowest),
                    seconds(verdict.replayed),
                    counts.ids(),
                    counts.acked(),
                    counts.failed(),
                    counts.duplicates(),
                    counts.repeats(),
                    verdict.isGood() ? "ok" : "WRONG"));
            verdict.complaints.forEach(
                    complaint -> table.append("    ").append(complaint).append('\n'));
        }
        return table.append("then: the lowest part of the rate in any second after it was back; ")
                .append("twice: arrivals of an id at the sink beyond its first; repeats: those of one emission\n")
                .toString();
    }

    private static String seconds(Duration duration) {
        return "%.2f".formatted(duration.toNanos() / 1e9);
    }
}
