package dev.vendaval.worker.routing;

import dev.vendaval.api.Fields;
import dev.vendaval.api.Grouping;
import dev.vendaval.protocol.topology.KeyGroups;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints what a choice costs in nanoseconds; run by hand ({@code main}), no test. */
final class RoutingCost {
    private static final int TUPLES = 20_000_000;
    private static final int REPEATS = 3;

    private RoutingCost() {}

    public static void main(String[] args) {
        Targets targets = new Targets(4, 0, 1);
        List<List<Object>> tuples = new ArrayList<>();
        for (int i = 0; i < 1_024; i++) {
            tuples.add(List.of("word" + i, i));
        }
        Fields stream = new Fields("word", "count");
        Map<String, Grouping> groupings = new TreeMap<>(Map.of(
                "shuffle", Grouping.shuffle(),
                "local or shuffle", Grouping.localOrShuffle(),
                "fields, String", Grouping.fields(new Fields("word")),
                "fields, String and int", Grouping.fields(new Fields("word", "count")),
                "partial key", Grouping.partialKey(new Fields("word")),
                "all", Grouping.all()));
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            groupings.forEach((name, grouping) -> {
                Grouper grouper = Groupers.create(grouping, stream, targets, KeyGroups.of(targets.count()), 1);
                System.out.printf("%-24s %6.1f ns%n", name, nanosATuple(grouper, tuples));
            });
        }
    }

    private static double nanosATuple(Grouper grouper, List<List<Object>> tuples) {
        int[] into = new int[4];
        long sum = 0;
        long begin = cpuNanos();
        for (int i = 0; i < TUPLES; i++) {
            sum += grouper.choose(tuples.get(i & 1_023), into) + into[0];
        }
        long nanos = cpuNanos() - begin;
        if (sum == 0) {
            throw new IllegalStateException("nothing chosen");
        }
        return (double) nanos / TUPLES;
    }

    /** This thread's processor time: whatever else runs on the machine counts less. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
