package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Streams;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ticks. */
@Tag("A8")
class TicksTest {
    @Test
    void aTickComesEachIntervalToEachTaskAndMissedOnesAreNotMadeUpFor() {
        List<Tuple> ticks = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("silent", new ScriptedSpout(Given::oneNumber, collector -> {}));
        builder.setBolt("ticked", new ScriptedBolt((input, collector) -> ticks.add(input)))
                .setNumTasks(2)
                .addConfiguration("topology.tick.tuple.freq", "10ms")
                .shuffleGrouping("silent");
        builder.setBolt("other", new ScriptedBolt((input, collector) -> ticks.add(input)))
                .shuffleGrouping("silent");
        Bench bench = Bench.of(builder.build());
        bench.steps(3);
        assertThat(ticks).isEmpty();

        bench.clock.advance(Duration.ofMillis(10));
        bench.steps(3);
        assertThat(ticks).hasSize(2).allMatch(Tuple::isTick);
        assertThat(ticks.get(0).getSourceComponent()).isEqualTo(Streams.SYSTEM_COMPONENT);
        assertThat(ticks.get(0).getSourceTask()).isEqualTo(-1);

        bench.clock.advance(Duration.ofMillis(95));
        bench.steps(3);
        assertThat(ticks).hasSize(4);
    }

    @Test
    void aTickIsExecutedThoughTheBoltsOwnReceiverIsFull() {
        List<Tuple> ticks = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("endless", new ScriptedSpout(Given::oneNumber, collector -> collector.emit(new Values(1))));
        builder.setBolt("middle", new ScriptedBolt(Given::oneNumber, (input, collector) -> {
                    if (input.isTick()) {
                        ticks.add(input);
                    }
                    collector.emit(new Values(1));
                }))
                .shuffleGrouping("endless");
        builder.setBolt("stuck", new ScriptedBolt((input, collector) -> {})).shuffleGrouping("middle");
        Bench bench = Bench.of(builder.build(), Map.of("topology.tick.tuple.freq", "20ms"));
        bench.steps(2);
        for (int i = 0; i < 500; i++) {
            bench.executor("endless").step();
            bench.executor("middle").step();
        }
        long before = ticks.size();
        assertThat(bench.executor("middle").emitter().isOpen()).isFalse();

        bench.clock.advance(Duration.ofMillis(25));
        bench.executor("middle").step();

        assertThat(ticks).hasSize((int) before + 1);
    }
}
