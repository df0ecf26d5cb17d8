package dev.vendaval.tests.chaos;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of a fault.
 *
 * @param bound for what it takes, on a machine as slow as this one
 * @param recovery until 90 % of the rate was back for good
 * @param lowest the lowest part of the rate in any second after that
 * @param replayed until the last id was acked that had to be emitted again
 * @param start of the workers launched for the fault the longest one, from its launch until it was ready
 * @param stolen part of the processors' time that the host of this machine gave to others meanwhile
 * @param complaints of what is wrong on any machine
 * @param late of what took too long
 * @param lateByOthers whether it is late, and would not be without the seconds of which the host took more than
 *     {@link #MOST_STOLEN}, or in which the machine stood still
 */
record Verdict(
        Fault fault,
        Duration bound,
        Duration recovery,
        double lowest,
        Duration replayed,
        Counts counts,
        Duration start,
        double stolen,
        List<String> complaints,
        List<String> late,
        boolean lateByOthers) {
    /** If the host gave more than that to others, being late says nothing of us. */
    static final double MOST_STOLEN = 0.1;

    private static final String LINE = "%-58s %9s %7s %9s %9s %8s %7s %7s %7s %7s %7s %9s  %s%n";

    boolean isGood() {
        return complaints.isEmpty() && late.isEmpty();
    }

    /** Nothing is wrong but that it took too long, while this machine had not its processors. */
    boolean saysNothing() {
        return complaints.isEmpty() && !late.isEmpty() && (lateByOthers || stolen > MOST_STOLEN);
    }

    /** All that is to be said against it. */
    List<String> faults() {
        return Stream.concat(complaints.stream(), late.stream()).toList();
    }

    private String word() {
        if (isGood()) {
            return "ok";
        }
        return saysNothing() ? "late, says nothing" : "WRONG";
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
            verdict.faults()
                    .forEach(complaint -> table.append("    ").append(complaint).append('\n'));
        }
        return table.append("then: the lowest part of the rate in any second after it was back; ")
                .append("twice: arrivals of an id at the sink beyond its first; repeats: those of one emission; ")
                .append("bound: as many times longer as the start of a JVM that does nothing took more than 0.1 s; ")
                .append("start: of a worker for it, from launch to ready; ")
                .append("stolen: part of the processors' time that the host gave to others\n")
                .toString();
    }

    private static String seconds(Duration duration) {
        return "%.2f".formatted(duration.toNanos() / 1e9);
    }
}
