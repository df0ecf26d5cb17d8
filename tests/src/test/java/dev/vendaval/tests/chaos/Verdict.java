package dev.vendaval.tests.chaos;

import java.time.Duration;
import java.util.List;

/**
 * What came of a fault.
 *
 * @param recovery until 90 % of the rate was back for good
 * @param bound for that, on a machine as slow as this one
 * @param lowest the lowest part of the rate in any second after that
 * @param replayed until the last id was acked that had to be emitted again
 * @param start of the workers launched for the fault the longest one, from its launch until it was ready
 * @param stolen part of the processors' time that the host of this machine gave to others meanwhile
 */
record Verdict(
        Fault fault,
        Duration recovery,
        Duration bound,
        double lowest,
        Duration replayed,
        Counts counts,
        Duration start,
        double stolen,
        List<String> complaints) {
    private static final String LINE = "%-58s %9s %7s %9s %9s %8s %7s %7s %7s %7s %7s %9s  %s%n";

    boolean isGood() {
        return complaints.isEmpty();
    }

    private String word() {
        if (!isGood()) {
            return "WRONG";
        }
        return stolen <= Trial.MOST_STOLEN ? "ok" : "ok, times not judged";
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
                "start s",
                "stolen, %",
                ""));
        for (Verdict verdict : verdicts) {
            Counts counts = verdict.counts;
            table.append(LINE.formatted(
                    verdict.fault.name(),
                    seconds(verdict.recovery),
                    seconds(verdict.bound),
                    Math.round(100 * verdict.lowest),
                    seconds(verdict.replayed),
                    counts.ids(),
                    counts.acked(),
                    counts.failed(),
                    counts.duplicates(),
                    counts.repeats(),
                    seconds(verdict.start),
                    Math.round(100 * verdict.stolen),
                    verdict.word()));
            verdict.complaints.forEach(
                    complaint -> table.append("    ").append(complaint).append('\n'));
        }
        return table.append("then: the lowest part of the rate in any second after it was back; ")
                .append("twice: arrivals of an id at the sink beyond its first; repeats: those of one emission; ")
                .append(
                        "start: of a worker for it, from launch to ready; where that is more than a second, the bound is as ")
                .append("many times longer; stolen: part of the processors' time that the host gave to others\n")
                .toString();
    }

    private static String seconds(Duration duration) {
        return "%.2f".formatted(duration.toNanos() / 1e9);
    }
}
