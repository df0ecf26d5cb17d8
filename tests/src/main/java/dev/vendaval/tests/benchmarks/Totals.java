package dev.vendaval.tests.benchmarks;

import dev.vendaval.tests.benchmarks.tally.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The sums over all tasks' tallies at one moment, and what they say about the validity of a run. */
record Totals(
        int sources,
        int sinks,
        int stoppedSources,
        long emitted,
        long expected,
        long received,
        long acked,
        long failed,
        long firstReceivedAtNanos,
        Set<Long> sourcePids,
        Set<Long> sinkPids) {

    static Totals of(List<Reading> readings) {
        List<Reading> sources =
                readings.stream().filter(reading -> !reading.sink()).toList();
        List<Reading> sinks = readings.stream().filter(Reading::sink).toList();
        return new Totals(
                sources.size(),
                sinks.size(),
                (int) sources.stream().filter(Reading::stopped).count(),
                sources.stream().mapToLong(Reading::emitted).sum(),
                sources.stream().mapToLong(Reading::expected).sum(),
                sinks.stream().mapToLong(Reading::received).sum(),
                sources.stream().mapToLong(Reading::acked).sum(),
                sources.stream().mapToLong(Reading::failed).sum(),
                sinks.stream()
                        .mapToLong(Reading::firstReceivedAtNanos)
                        .filter(at -> at != 0)
                        .min()
                        .orElse(0),
                pids(sources),
                pids(sinks));
    }

    private static Set<Long> pids(List<Reading> readings) {
        return readings.stream().map(Reading::pid).collect(Collectors.toCollection(TreeSet::new));
    }

    boolean allStopped() {
        return stoppedSources == sources;
    }

    /** What is missing, surplus or failed, in words; empty once everything has arrived and, tracked, was acked. */
    List<String> faults(boolean tracked) {
        List<String> faults = new ArrayList<>();
        if (!allStopped()) {
            faults.add((sources - stoppedSources) + " of " + sources + " sources have not stopped");
        }
        if (received != expected) {
            faults.add("the sinks received " + received + " tuples of the " + expected + " that " + emitted
                    + " emitted ones make");
        }
        if (tracked && acked != emitted) {
            faults.add(acked + " of " + emitted + " tracked tuples were acked");
        }
        if (failed != 0) {
            faults.add(failed + " tracked tuples failed");
        }
        return faults;
    }

    /** What differs from the tasks and places that the scenario asks for, in words. */
    List<String> misplaced(Scenario scenario) {
        List<String> faults = new ArrayList<>();
        if (sources != scenario.workload().sources()
                || sinks != scenario.workload().sinks()) {
            faults.add(sources + " sources and " + sinks + " sinks began, not "
                    + scenario.workload().sources() + " and "
                    + scenario.workload().sinks());
        }
        Set<Long> shared = new TreeSet<>(sourcePids);
        shared.retainAll(sinkPids);
        if (scenario.workload().workers() > 1 && !shared.isEmpty()) {
            faults.add("sources and sinks share the worker processes " + shared);
        }
        return faults;
    }
}
