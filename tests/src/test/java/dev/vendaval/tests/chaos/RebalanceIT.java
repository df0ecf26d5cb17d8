package dev.vendaval.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.tests.chaos.CountingChecker.Kills;
import dev.vendaval.tests.harness.Cli;
import dev.vendaval.tests.topologies.chaos.Counting;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Workers, executors and hosts change under load, by the command line: nothing is lost, repeated, out of order, failed or
 * counted wrongly, no JVM restarts that stays in use, and what each change does to the most silent key is printed. The
 * rate is {@code -Dvendaval.rebalance.rate=N}; 20,000 is what an idle machine must bear.
 */
@Tag("alone")
class RebalanceIT {
    private static final int PER_SECOND = Integer.getInteger("vendaval.rebalance.rate", 5_000);
    private static final Duration QUIET = Duration.ofSeconds(3);
    private static final Duration SETTLING = Duration.ofSeconds(1);
    private static final String FIRST_HOST = CountingCluster.host(1);
    private static final String SECOND_HOST = CountingCluster.host(2);

    private final List<Measured> table = new ArrayList<>();

    private record Measured(String what, String told, long from, long until) {
        String line(KeyTimeline arrivals) {
            return "%-44s longest silence of a key %7.1f ms%s"
                    .formatted(what, arrivals.longestSilence(from, until) / 1e6, told.isEmpty() ? "" : "; " + told);
        }
    }

    @Test
    @Tag("R1")
    @Tag("R3")
    @Tag("R5")
    @Tag("F7")
    void whateverChangesNobodyDownstreamNotices() throws Exception {
        try (CountingCluster cluster = CountingCluster.start(2, 4)) {
            cluster.submit(1, PER_SECOND);
            Clock.passes(System.nanoTime() + QUIET.toNanos()); // JVMs warm up
            long quiet = System.nanoTime();
            Clock.passes(quiet + QUIET.toNanos());
            table.add(new Measured("nothing", "", quiet, System.nanoTime()));
            rebalance(cluster, "1 to 3 workers", "-n", "3");
            rebalance(cluster, "2 to 5 executors", "-e", "count=5");
            rebalance(cluster, "5 to 2 executors", "-e", "count=2");
            rebalance(cluster, "3 to 1 workers", "-n", "1");
            assertThat(movedBy(rebalance(cluster, "the counting bolt moves (1 to 2 workers)", "-n", "2")))
                    .contains(Counting.COUNT)
                    .doesNotContain(Counting.SOURCE);
            String ofSource = hostOfSource(cluster);
            String other = ofSource.equals(FIRST_HOST) ? SECOND_HOST : FIRST_HOST;
            drain(cluster, "drain of the host without the spout", other);
            undrain(cluster, other);
            rebalance(cluster, "back to both hosts", "-n", "2");
            drain(cluster, "the spout moves (drain of its host)", ofSource);
            assertThat(hostOfSource(cluster)).isEqualTo(other);
            undrain(cluster, ofSource);
            rebalance(cluster, "back to both hosts", "-n", "2");
            rebalance(cluster, "a live key", "-t", "topology.message.timeout=3m");
            assertThat(movedBy(rebalance(cluster, "a key of the topology's own: all is re-created", "-t", "a.key=1")))
                    .contains(Counting.SOURCE, Counting.COUNT);
            History history = cluster.rest();
            KeyTimeline arrivals = KeyTimeline.of(history, Kind.RECEIVED);
            System.out.printf("%d tuples/s over %d keys%n", PER_SECOND, Counting.KEYS);
            table.forEach(measured -> System.out.println(measured.line(arrivals)));
            assertThat(CountingChecker.complaints(history, cluster.seenFromOutside(), Kills.NONE))
                    .as("tapes in " + cluster.tapes())
                    .isEmpty();
            cluster.end();
        }
    }

    private Map<String, Object> rebalance(CountingCluster cluster, String what, String... options) {
        List<String> command = new ArrayList<>(List.of("--json", "rebalance", CountingCluster.TOPOLOGY));
        command.addAll(List.of(options));
        long from = System.nanoTime();
        Map<String, Object> report = unrestarted(cluster, what, command);
        assertThat(report.get("status")).as(what + ": " + report).isEqualTo("DONE");
        assertThat(report.get("failedTrees")).as(what + ": " + report).isEqualTo(0);
        settle(
                what,
                "took " + report.get("durationMs") + " ms, longest pause of a task " + report.get("longestPauseMs")
                        + " ms",
                from);
        return report;
    }

    private void drain(CountingCluster cluster, String what, String host) {
        long from = System.nanoTime();
        unrestarted(cluster, what, List.of("--json", "drain", host));
        assertThat(hosts(cluster)).as(what).doesNotContain(host);
        settle(what, "took " + Duration.ofNanos(System.nanoTime() - from).toMillis() + " ms with the command", from);
    }

    private void undrain(CountingCluster cluster, String host) {
        long from = System.nanoTime();
        unrestarted(cluster, "undrain", List.of("--json", "undrain", host));
        assertThat(hosts(cluster))
                .as("nothing moves there by itself")
                .doesNotContain(host)
                .isNotEmpty();
        settle("undrain", "", from);
    }

    private void settle(String what, String told, long from) {
        long until = System.nanoTime() + SETTLING.toNanos();
        Clock.passes(until);
        table.add(new Measured(what, told, from, until));
    }

    /** Runs a command; workers that are there before and after it are the same processes. */
    private static Map<String, Object> unrestarted(CountingCluster cluster, String what, List<String> command) {
        Map<String, Long> before = pidsBySlot(cluster.info());
        Cli.Result result = cluster.cli().run(command.toArray(String[]::new));
        assertThat(result.exit()).as(what + ": " + result).isZero();
        await(what + ": emptied workers end")
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        cluster.workers().size() == cluster.info().workers().size());
        Map<String, Long> after = pidsBySlot(cluster.info());
        before.keySet().retainAll(after.keySet());
        assertThat(after).as(what + ": workers that stay").containsAllEntriesOf(before);
        assertThat(cluster.info().executors()).as(what).allMatch(executor -> executor.restarts() == 0);
        return result.json();
    }

    private static Map<String, Long> pidsBySlot(TopologyInfo info) {
        Map<String, Long> pids = new TreeMap<>();
        info.workers().forEach(worker -> pids.put(worker.host() + ":" + worker.port(), worker.pid()));
        return pids;
    }

    private static String hostOfSource(CountingCluster cluster) {
        return cluster.info().executors().stream()
                .filter(executor -> executor.component().equals(Counting.SOURCE))
                .map(executor -> String.valueOf(executor.host()))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> hosts(CountingCluster cluster) {
        return cluster.info().workers().stream()
                .map(TopologyInfo.Worker::host)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @SuppressWarnings("unchecked") // JSON objects
    private static Set<String> movedBy(Map<String, Object> report) {
        return ((List<Map<String, Object>>) Objects.requireNonNull(report.get("moved")))
                .stream()
                        .map(move -> String.valueOf(move.get("component")))
                        .collect(Collectors.toCollection(TreeSet::new));
    }
}
