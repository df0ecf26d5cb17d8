package dev.vendaval.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.Fields;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.TopologyStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A rebalance as a unit test of a user's would do it. */
class LocalRebalanceTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int LINES = 20_000;

    private LocalCluster cluster;

    @BeforeEach
    void start() {
        cluster = new LocalCluster();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private LocalTopology submit() {
        Object[] lines =
                IntStream.range(0, LINES).mapToObj(i -> "word" + i % 50).toArray();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("lines", FixedSpout.of("line", lines));
        builder.setBolt("count", new DemoTopology.Count(), 2)
                .setNumTasks(4)
                .fieldsGrouping("lines", new Fields("line"));
        return cluster.submit("words", Map.of(), builder.build());
    }

    @Test
    @Tag("R1")
    void workersAndExecutorsChangeWhileTuplesFlow() {
        try (LocalTopology words = submit()) {
            RebalanceReport more = words.rebalance(2, Map.of("count", 4));
            assertThat(more.status()).as(more.toString()).isEqualTo(RebalanceStatus.DONE);
            assertThat(more.failedTrees()).isZero();
            assertThat(words.info().workers()).hasSize(2);
            RebalanceReport fewer = words.rebalance(1, Map.of("count", 1));
            assertThat(fewer.status()).as(fewer.toString()).isEqualTo(RebalanceStatus.DONE);
            words.awaitAcked(LINES, SOON);
            words.awaitIdle(SOON);
            assertThat(words.collect("lines", "default"))
                    .as("nothing was replayed")
                    .hasSize(LINES);
            assertThat(words.info().status()).isEqualTo(TopologyStatus.ACTIVE);
        }
    }

    @Test
    @Tag("R1")
    void aDrainedSupervisorIsLeftAndAnUndrainedOneIsUsedAgain() {
        try (LocalTopology words = submit()) {
            words.rebalance(2, Map.of("count", 4));
            String first = cluster.supervisors().get(0);
            assertThat(supervisorsOf(words)).containsExactlyElementsOf(cluster.supervisors());

            cluster.drain(first);

            assertThat(supervisorsOf(words))
                    .containsExactly(cluster.supervisors().get(1));
            assertThatThrownBy(() -> cluster.drain("nowhere"))
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            refused -> assertThat(refused.hint()).contains(first));
            cluster.undrain(first);
            assertThat(words.rebalance(2, Map.of()).status()).isEqualTo(RebalanceStatus.DONE);
            assertThat(supervisorsOf(words)).containsExactlyElementsOf(cluster.supervisors());
            words.awaitIdle(SOON);
            assertThat(words.info().components()).allMatch(component -> component.failed() == 0);
        }
    }

    private static Set<String> supervisorsOf(LocalTopology topology) {
        return topology.info().workers().stream()
                .map(TopologyInfo.Worker::supervisor)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @Tag("R4")
    void aBoltGetsTasksWhileTuplesFlowAndNoCountIsLost() {
        Object[] lines =
                IntStream.range(0, LINES).mapToObj(i -> "word" + i % 50).toArray();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("lines", FixedSpout.of("line", lines));
        builder.setBolt("count", new DemoTopology.KeptCount(), 2)
                .setNumTasks(4)
                .fieldsGrouping("lines", new Fields("line"));
        try (LocalTopology words = cluster.submit("words", Map.of(), builder.build())) {
            for (Map.Entry<Integer, Integer> step :
                    List.of(Map.entry(1, 6), Map.entry(2, 3), Map.entry(2, 9), Map.entry(1, 9))) {
                RebalanceReport report = words.rebalance(step.getKey(), Map.of("count", step.getValue()));
                assertThat(report.status()).as(report.toString()).isEqualTo(RebalanceStatus.DONE);
                assertThat(report.failedTrees()).isZero();
                assertThat(report.warnings()).isEmpty();
            }
            words.awaitAcked(LINES, SOON);
            words.awaitIdle(SOON);
            Map<Object, List<Object>> counts = words.collect("count", "default").stream()
                    .collect(Collectors.groupingBy(
                            tuple -> tuple.get(0), Collectors.mapping(tuple -> tuple.get(1), Collectors.toList())));
            assertThat(counts).hasSize(50);
            List<Object> each = LongStream.rangeClosed(1, LINES / 50).boxed().collect(Collectors.toList());
            assertThat(counts.values())
                    .as("no number twice, none left out")
                    .allSatisfy(count -> assertThat(count).containsExactlyInAnyOrderElementsOf(each));
            assertThat(words.info().components())
                    .filteredOn(component -> component.id().equals("count"))
                    .allMatch(component -> component.tasks() == 9 && component.executors() == 9);
        }
    }

    @Test
    @Tag("R4")
    void whatCannotBeIsRefusedWithThePossibleRange() {
        try (LocalTopology words = submit()) {
            assertThatThrownBy(() -> words.rebalance(null, Map.of("count", 5)))
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            refused -> assertThat(refused.hint()).isEqualTo("possible: 1 to 4"));
            assertThat(words.rebalance(1, Map.of()).status()).isEqualTo(RebalanceStatus.NO_CHANGE);
        }
    }
}
