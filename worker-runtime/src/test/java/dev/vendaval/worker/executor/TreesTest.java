package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Fields;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.exchange.ControlSection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trees from the spout through bolts and back. */
class TreesTest {
    @Test
    @Tag("A1")
    void everyTreeThatIsAckedThroughoutIsAckedOnceAtTheSpout() {
        Numbers numbers = new Numbers(10_000);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("twice", new ScriptedBolt(d -> d.declare(new Fields("n")), (input, collector) -> {
                    collector.emit(input, new Values(input.getInteger(0)));
                    collector.emit(input, new Values(input.getInteger(0)));
                    collector.ack(input);
                }))
                .shuffleGrouping("numbers");
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> collector.ack(input)), 2)
                .shuffleGrouping("twice");
        Bench bench = Bench.of(builder.build(), Map.of());

        bench.settle();

        assertThat(numbers.acked).hasSize(10_000).doesNotHaveDuplicates();
        assertThat(numbers.failed).isEmpty();
        assertThat(bench.report("twice").executed()).isEqualTo(10_000);
        assertThat(bench.transferred("twice")).isEqualTo(20_000);
        assertThat(bench.snapshot("numbers").pendingTrees()).isZero();
        assertThat(bench.errorMessages()).isEmpty();
    }

    @Test
    @Tag("A1")
    void treesAcrossWorkersAreAcked() {
        Numbers numbers = new Numbers(5_000);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("pass", new ScriptedBolt(d -> d.declare(new Fields("n")), (input, collector) -> {
                    collector.emit(input, new Values(input.getInteger(0)));
                    collector.ack(input);
                }))
                .shuffleGrouping("numbers");
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> collector.ack(input)), 2)
                .fieldsGrouping("pass", new Fields("n"));
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("pass", 1, "sink", 2), TopologyStatus.ACTIVE);

        bench.settle();

        assertThat(numbers.acked).hasSize(5_000).doesNotHaveDuplicates();
        assertThat(bench.errorMessages()).isEmpty();
        assertThat(bench.snapshot("sink").inboxTuples()).isZero();
    }

    @Test
    @Tag("A2")
    void theWorkersATreeHasTouchedAreToldInItsMask() {
        Numbers numbers = new Numbers(1);
        List<Tuple> held = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("join", new ScriptedBolt(d -> d.declare(new Fields("n")), (input, collector) -> {
                    collector.emit(input, new Values(1));
                    held.add(input);
                }))
                .shuffleGrouping("numbers");
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> {})).shuffleGrouping("join");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("join", 1, "sink", 2), TopologyStatus.ACTIVE);

        bench.settle();

        ControlSection told = bench.link("1->numbers-3").controls.get(0);
        assertThat(told.kind).isEqualTo(ControlSection.Kind.TOUCHING_ACK);
        assertThat(told.length).isEqualTo(3);
        assertThat(told.data[1]).as("no xor yet, the input is held").isZero();
        assertThat(told.data[2]).as("bit of worker 2").isEqualTo(1L << 2);
        assertThat(held).hasSize(1);
    }

    @Test
    @Tag("A3")
    void aTupleAnchoredToSeveralBelongsToAllTheirTrees() {
        Numbers numbers = new Numbers(4);
        List<Tuple> waiting = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("join", new ScriptedBolt(d -> d.declare(new Fields("sum")), (input, collector) -> {
                    waiting.add(input);
                    if (waiting.size() == 4) {
                        collector.emit(waiting, new Values(10));
                        waiting.forEach(collector::ack);
                    }
                }))
                .shuffleGrouping("numbers");
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> collector.fail(input)))
                .shuffleGrouping("join");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("sink", 1), TopologyStatus.ACTIVE);

        bench.settle();

        assertThat(numbers.failed).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(numbers.acked).isEmpty();
    }

    @Test
    @Tag("A3")
    void severalAnchorsOfOneTreeDoNotCancelOut() {
        Numbers numbers = new Numbers(100);
        List<Tuple> waiting = new ArrayList<>();
        List<Tuple> atSink = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("split", new ScriptedBolt(d -> d.declare(new Fields("n")), (input, collector) -> {
                    collector.emit(input, new Values(1));
                    collector.emit(input, new Values(2));
                    collector.ack(input);
                }))
                .shuffleGrouping("numbers");
        builder.setBolt("join", new ScriptedBolt(d -> d.declare(new Fields("n")), (input, collector) -> {
                    waiting.add(input);
                    if (waiting.size() == 2) {
                        collector.emit(waiting, new Values(3));
                        waiting.forEach(collector::ack);
                        waiting.clear();
                    }
                }))
                .globalGrouping("split");
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> {
                    atSink.add(input);
                    if (atSink.size() == 100) {
                        atSink.forEach(collector::ack);
                    }
                }))
                .globalGrouping("join");
        Bench bench = Bench.of(builder.build());

        bench.steps(3);
        assertThat(numbers.acked)
                .as("nothing is complete before the sink has acked")
                .isEmpty();
        bench.settle();

        assertThat(numbers.acked).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    @Tag("G10")
    void everySubscriberGetsEveryTupleAndAStreamWithoutAnyCompletesAtOnce() {
        Numbers numbers = new Numbers(50);
        AtomicInteger left = new AtomicInteger();
        AtomicInteger right = new AtomicInteger();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        Numbers lonely = new Numbers(7);
        builder.setSpout("lonely", lonely.spout());
        builder.setBolt("left", counting(left)).shuffleGrouping("numbers");
        builder.setBolt("right", counting(right), 3).fieldsGrouping("numbers", new Fields("n"));
        Bench bench = Bench.of(builder.build());

        bench.settle();

        assertThat(left).hasValue(50);
        assertThat(right).hasValue(50);
        assertThat(numbers.acked).hasSize(50);
        assertThat(lonely.acked).hasSize(7);
    }

    private static ScriptedBolt counting(AtomicInteger count) {
        return new ScriptedBolt((input, collector) -> {
            count.incrementAndGet();
            collector.ack(input);
        });
    }

    @Test
    @Tag("A5")
    void aTreeWithoutProgressFailsWhenItsTimeIsOver() {
        Numbers numbers = new Numbers(3);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> {})).shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build(), Map.of("topology.message.timeout", "2s"));
        bench.settle();

        bench.clock.advance(Duration.ofMillis(1_900));
        bench.settle();
        assertThat(numbers.failed).isEmpty();
        bench.clock.advance(Duration.ofMillis(250));
        bench.settle();

        assertThat(numbers.failed).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(bench.report("numbers").timedOut()).isEqualTo(3);
        assertThat(bench.snapshot("numbers").pendingTrees()).isZero();
    }

    @Test
    @Tag("A2")
    void withTrackingOffAckFollowsTheEmittingCallAndFailDoesNothing() {
        Numbers numbers = new Numbers(100);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> collector.fail(input)))
                .shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build(), Map.of("topology.acker.executors", 0));

        bench.settle();

        assertThat(numbers.acked).hasSize(100);
        assertThat(numbers.failed).isEmpty();
    }
}
