package dev.vendaval.tests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Config;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.tests.topologies.Burst;
import dev.vendaval.tests.topologies.Flood;
import dev.vendaval.tests.topologies.Gate;
import dev.vendaval.tests.topologies.Loops;
import dev.vendaval.tests.topologies.Ordering;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Order, backpressure, loops and ticks under load; each test has a topology of its own. */
abstract class FlowRules extends RuleTests {
    /** Of the bytes that a flood may have under way: far below the heap of its workers. */
    private static final long UNDER_WAY_BYTES = 48L << 20;

    private static final String HEAP = "128MiB";
    private static final int FLOODED = 1_000;

    /** What a ping may take on a loaded machine; the flood's queue alone holds seconds of work. */
    private static final long PING_MS = 1_000;

    FlowRules(Venue venue) {
        super(venue);
    }

    @Test
    @Tag("F7")
    void tuplesOfOneSenderReachEachReceiverInEmitOrder() {
        Submitted submitted = submit("ordering", Map.of(), Ordering::topology);
        Notes notes = submitted.notes();
        long all = (long) Ordering.COPIES * Ordering.SPOUT_TASKS * Ordering.NUMBERS;
        notes.await("every tuple arrived", SOON, () -> total(notes) >= all);
        submitted.running().kill(DRAIN);

        assertThat(total(notes)).isEqualTo(all);
        for (String component : List.of("relay", Ordering.SINK)) {
            assertThat(notes.of(component, "disorder")).isEmpty();
            assertThat(notes.of(component, "port").stream().distinct()).hasSize(venue().workers());
        }
        assertThat(notes.violations()).isEmpty();
    }

    private static long total(Notes notes) {
        return notes.byTask(Ordering.SINK, "total").values().stream()
                .filter(lines -> !lines.isEmpty())
                .mapToLong(lines -> Long.parseLong(lines.get(lines.size() - 1)))
                .sum();
    }

    @Test
    @Tag("F8")
    @Tag("A8")
    void aSlowSinkSlowsTheSpoutAndNeitherAcksNorTicksWaitForIt() {
        Config config = new Config();
        config.setWorkerHeap(HEAP);
        Submitted submitted = submit("flood", config, Flood::topology);
        Notes notes = submitted.notes();
        notes.await("slow sinks are flooded", SOON, () -> got(notes).size() >= FLOODED);
        List<Long> workersBefore = workers(submitted);
        assertThat((emitted(notes) - got(notes).size()) * Flood.PAYLOAD)
                .as("bytes under way")
                .isLessThan(UNDER_WAY_BYTES);

        Gate.open(submitted.directory(), Flood.STOP);
        notes.await(Flood.SPOUT, "stopped", 1, SOON);
        int stopped = Integer.parseInt(notes.of(Flood.SPOUT, "stopped").get(0));
        notes.await("every number arrived", SOON, () -> got(notes).size() >= stopped);
        assertThat(workers(submitted)).as("workers").isEqualTo(workersBefore).hasSize(venue().workers());
        submitted.running().kill(DRAIN);

        assertThat(notes.violations()).isEmpty();
        assertThat(got(notes)).hasSize(stopped);
        assertThat(Set.copyOf(got(notes)))
                .isEqualTo(IntStream.range(0, stopped).boxed().collect(Collectors.toSet()));
        assertThat(notes.of(Flood.SINK, "port").stream().distinct()).hasSize(venue().workers());
        assertPingsDidNotWait(notes);
        assertTicked(notes, Flood.SINK, Flood.SINK_TICK_MS);
        assertTicked(notes, Flood.CALM, Flood.CALM_TICK_MS);
        assertTicked(notes, Flood.FAST, Flood.FAST_TICK_MS);
    }

    private static List<Integer> got(Notes notes) {
        return notes.of(Flood.SINK, "got").stream().map(Integer::valueOf).toList();
    }

    private static long emitted(Notes notes) {
        List<String> emitted = notes.of(Flood.SPOUT, "emitted");
        return Long.parseLong(emitted.get(emitted.size() - 1));
    }

    private static List<Long> workers(Submitted submitted) {
        return submitted.running().info().workers().stream()
                .map(TopologyInfo.Worker::pid)
                .sorted()
                .toList();
    }

    private static void assertPingsDidNotWait(Notes notes) {
        notes.byTask(Flood.PING, "ping")
                .forEach((task, pings) -> assertThat(pings)
                        .as("milliseconds of the pings of task " + task)
                        .hasSizeGreaterThan(10)
                        .allMatch(ping -> Long.parseLong(ping) < PING_MS));
    }

    /** At the component's own interval: never more often, and never long without one although the data queue was full. */
    private static void assertTicked(Notes notes, String component, long intervalMs) {
        Map<Integer, List<String>> byTask = notes.byTask(component, "tick");
        assertThat(byTask).as(component).hasSize(Flood.SINKS);
        byTask.forEach((task, ticks) -> {
            assertThat(ticks).allMatch(tick -> tick.endsWith(" __system __tick -1"));
            List<Long> at = ticks.stream()
                    .map(tick -> Long.valueOf(tick.substring(0, tick.indexOf(' '))))
                    .toList();
            long elapsed = at.get(at.size() - 1) - at.get(0);
            // One more for the first, one as the first may be late by up to an interval, one for the division.
            assertThat(at.size())
                    .as("ticks of " + component + " " + task + " in " + elapsed + " ms")
                    .isBetween(2, (int) (elapsed / intervalMs) + 3);
            List<Long> gaps = new ArrayList<>();
            for (int i = 1; i < at.size(); i++) {
                gaps.add(at.get(i) - at.get(i - 1));
            }
            assertThat(gaps).as("between ticks").allMatch(gap -> gap < intervalMs + PING_MS / 2);
        });
    }

    @Test
    @Tag("F8")
    void aLoopOfTwoBoltsDoesNotDeadlock() {
        Submitted submitted = submit("loops", Map.of(), Loops::topology);
        Notes notes = submitted.notes();
        notes.await(Loops.SPOUT, "done", 1, SOON);
        submitted.running().kill(DRAIN);
        assertThat(notes.of(Loops.SPOUT, "done")).containsExactly(Loops.TOKENS + " 0");
        assertThat(notes.violations()).isEmpty();
    }

    @Test
    @Tag("F8")
    void oneExecuteMayEmitAMillionTuples() {
        Submitted submitted = submit("burst", Map.of(), Burst::topology);
        Notes notes = submitted.notes();
        notes.await(Burst.SPOUT, "done", 1, SOON);
        submitted.running().kill(DRAIN);
        assertThat(notes.of(Burst.SPOUT, "done")).containsExactly("true");

        List<String[]> totals = notes.of(Burst.SINK, "total").stream()
                .map(line -> line.split(" ", -1))
                .toList();
        assertThat(totals.stream().mapToLong(words -> Long.parseLong(words[0])).sum())
                .isEqualTo(Burst.TUPLES);
        assertThat(totals.stream().mapToLong(words -> Long.parseLong(words[1])).sum())
                .isEqualTo((Burst.TUPLES - 1L) * Burst.TUPLES / 2);
    }
}
