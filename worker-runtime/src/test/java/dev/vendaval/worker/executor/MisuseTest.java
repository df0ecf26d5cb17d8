package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.worker.metrics.UserMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Wrong use of tuples completes and hangs nothing. */
@Tag("A4")
class MisuseTest {
    @Test
    void aSecondAckIsIgnoredAndTheTreeStillWaitsForItsOtherTuples() {
        Numbers numbers = new Numbers(20);
        List<Tuple> atSink = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("double", new ScriptedBolt(Given::oneNumber, (input, collector) -> {
                    collector.emit(input, new Values(1));
                    collector.ack(input);
                    collector.ack(input);
                    collector.fail(input);
                }))
                .shuffleGrouping("numbers");
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> {
                    atSink.add(input);
                    if (atSink.size() == 20) {
                        atSink.forEach(collector::ack);
                    }
                }))
                .shuffleGrouping("double");
        Bench bench = Bench.of(builder.build());

        bench.settle();

        assertThat(numbers.acked).hasSize(20).doesNotHaveDuplicates();
        assertThat(numbers.failed).isEmpty();
        assertThat(bench.report("double").acked()).isEqualTo(20);
        assertThat(bench.report("double").failed()).isZero();
        assertThat(bench.report("double").metrics()).containsEntry(UserMetrics.MISUSES, 40.0);
        assertThat(bench.errorMessages()).as("once in a minute").hasSize(1);
        assertThat(bench.errorMessages().get(0)).contains("acked for the second time", "numbers");
    }

    @Test
    void aLateAnchorCountsAsNone() {
        Numbers numbers = new Numbers(1);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("late", new ScriptedBolt(Given::oneNumber, (input, collector) -> {
                    collector.ack(input);
                    collector.emit(input, new Values(1));
                }))
                .shuffleGrouping("numbers");
        List<Tuple> atSink = new ArrayList<>();
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> atSink.add(input)))
                .shuffleGrouping("late");
        Bench bench = Bench.of(builder.build());

        bench.settle();

        assertThat(numbers.acked).containsExactly(0);
        assertThat(atSink).hasSize(1);
        assertThat(bench.errorMessages().get(0)).contains("emitted, after its ack or fail, anchored to");
    }

    @Test
    void ackingATupleOfAnotherTaskIsIgnored() {
        Numbers numbers = new Numbers(2);
        List<Tuple> all = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("swapping", new ScriptedBolt((input, collector) -> {
                    all.add(input);
                    if (all.size() == 2) {
                        all.forEach(collector::ack);
                    }
                }))
                .setNumTasks(2)
                .shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build(), Map.of("topology.message.timeout", "1s"));

        bench.settle();
        bench.clock.advance(Duration.ofMillis(1_200));
        bench.settle();

        assertThat(numbers.acked).hasSize(1);
        assertThat(numbers.failed).as("the other one times out").hasSize(1);
        assertThat(bench.errorMessages().get(0)).contains("not this task's");
    }

    @Test
    void ticksAndUntrackedTuplesMayBeAckedAndFailedAtWill() {
        List<Tuple> seen = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("untracked", new ScriptedSpout(Given::oneNumber, collector -> collector.emit(new Values(1))));
        builder.setBolt("careless", new ScriptedBolt((input, collector) -> {
                    seen.add(input);
                    collector.ack(input);
                    collector.ack(input);
                    collector.fail(input);
                }))
                .addConfiguration("topology.tick.tuple.freq", "1ms")
                .shuffleGrouping("untracked");
        Bench bench = Bench.of(builder.build()).quick();

        bench.steps(100);

        assertThat(seen).anyMatch(Tuple::isTick).anyMatch(tuple -> !tuple.isTick());
        assertThat(bench.errorMessages()).isEmpty();
        assertThat(bench.report("careless").acked())
                .isEqualTo(bench.report("careless").executed());
    }
}
