package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Values;
import dev.vendaval.protocol.state.TopologyStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many tuples leave for another worker together. */
class SectionSizeTest {
    private final List<Integer> taken = new ArrayList<>();

    /** Emits for ever; what else happens at one of its tuples is the test's. */
    private static final class Counting implements ScriptedSpout.Script {
        int next;
        int at = -1;
        Runnable then = () -> {};

        @Override
        public void nextTuple(SpoutOutputCollector collector) {
            if (next == at) {
                then.run();
            }
            collector.emit(new Values(next++));
        }
    }

    private Bench bench(Counting spout) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("spout", new ScriptedSpout(Given::oneNumber, spout));
        builder.setBolt(
                        "sink",
                        new ScriptedBolt(
                                (input, collector) -> taken.add(Objects.requireNonNull((Integer) input.getValue(0)))))
                .shuffleGrouping("spout");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("sink", 1), TopologyStatus.ACTIVE)
                .quick();
        bench.steps(100);
        return bench;
    }

    private static DirectLink link(Bench bench) {
        return bench.links.values().stream()
                .filter(link -> !link.sections.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static int largest(DirectLink link) {
        return link.sections.stream().mapToInt(section -> section.count).max().orElse(0);
    }

    @Test
    void whatIsWithinTheCreditLeavesInLargeSections() {
        Counting spout = new Counting();
        Bench bench = bench(spout);

        assertThat(largest(link(bench))).isGreaterThan(64);
        bench.stepAll();
        assertThat(taken).isEqualTo(IntStream.range(0, taken.size()).boxed().toList());
    }

    @Test
    void ofASectionThatHasLostItsCreditLeavesWhatFits() {
        Counting spout = new Counting();
        Bench bench = bench(spout);
        DirectLink link = link(bench);
        for (int round = 0; round < 5; round++) {
            link.mostCredit = Long.MAX_VALUE;
            spout.at = spout.next + 300;
            spout.then = () -> {
                link.mostCredit = 100; // of the more than 300 that it has gathered by now
                link.sections.clear();
            };
            bench.executor("spout").step();
            bench.executor("spout").step();

            assertThat(link.sections.stream().mapToInt(section -> section.count).sum())
                    .isEqualTo(100);
            link.mostCredit = Long.MAX_VALUE;
            bench.steps(20);
        }

        assertThat(taken).isEqualTo(IntStream.range(0, taken.size()).boxed().toList());
        assertThat(taken.size()).isGreaterThan(2000);
    }
}
