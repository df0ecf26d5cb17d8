package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Fields;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Trees from the spout through bolts and back. */
class TreesTest {
    private static final class Numbers implements ScriptedSpout.Script {
        private final int count;
        private int next;
        final List<Object> acked = new ArrayList<>();
        final List<Object> failed = new ArrayList<>();

        Numbers(int count) {
            this.count = count;
        }

        @Override
        public void nextTuple(SpoutOutputCollector collector) {
            if (next < count) {
                collector.emit(new Values(next), next);
                next++;
            }
        }

        @Override
        public void ack(Object messageId) {
            acked.add(messageId);
        }

        @Override
        public void fail(Object messageId) {
            failed.add(messageId);
        }
    }

    @Test
    @Tag("A1")
    void everyTreeThatIsAckedThroughoutIsAckedOnceAtTheSpout() {
        Numbers numbers = new Numbers(10_000);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", new ScriptedSpout(d -> d.declare(new Fields("n")), numbers));
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
}
