package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Fields;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.worker.exchange.DataSection;
import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Values on their way through the codec. */
class WireTest {
    /** A value that writes well and cannot be read if it is 13. */
    record Treacherous(int number) {}

    /** Its serializer. */
    public static final class TreacherousSerializer implements dev.vendaval.api.ValueSerializer<Treacherous> {
        @Override
        public void write(Treacherous value, DataOutput out) throws IOException {
            out.writeInt(value.number());
        }

        @Override
        public Treacherous read(DataInput in) throws IOException {
            int number = in.readInt();
            if (number == 13) {
                throw new IOException("unlucky");
            }
            return new Treacherous(number);
        }
    }

    private static final Map<String, Object> SERIALIZERS =
            Map.of("topology.serializers", Map.of(Treacherous.class.getName(), TreacherousSerializer.class.getName()));

    private static final class Treachery extends Numbers {
        Treachery() {
            super(20);
        }

        @Override
        public void nextTuple(SpoutOutputCollector collector) {
            if (next < 20) {
                collector.emit(new Values(new Treacherous(next)), next);
                next++;
            }
        }
    }

    @Test
    @Tag("A1")
    void aTupleThatCannotBeReadFailsAloneAndTheOthersOfItsSectionGoOn() {
        Numbers numbers = new Treachery();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("far", Given.acking()).shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build(), SERIALIZERS, Map.of("far", 1), TopologyStatus.ACTIVE);

        bench.settle();

        assertThat(numbers.failed).containsExactly(13);
        assertThat(numbers.acked).hasSize(19);
        assertThat(bench.errorMessages()).hasSize(1);
        assertThat(bench.errorMessages().get(0)).contains("cannot be read", "numbers");
        assertThat(bench.workerEnds).isEmpty();
    }

    @Test
    void aDamagedSectionIsReportedAndDoesNotEndTheExecutor() {
        Numbers numbers = new Numbers(10);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("far", Given.acking()).shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("far", 1), TopologyStatus.ACTIVE);
        bench.settle();
        int far = bench.executor("far").plan().firstTask();
        byte[] garbage = new byte[40];
        Arrays.fill(garbage, (byte) 0x7F);

        bench.executor("far")
                .inbox()
                .ring("stranger", () -> {})
                .offer(DataSection.tuples(far, 99, 0, 5, 0, garbage, garbage.length));
        bench.executor("far")
                .inbox()
                .ring("stranger", () -> {})
                .offer(DataSection.tuples(far, 99, 77, 5, 0, garbage, garbage.length));
        bench.settle();

        assertThat(bench.errorMessages()).isNotEmpty();
        assertThat(bench.snapshot("far").inboxTuples()).isZero();
        assertThat(bench.executor("far").allTasksRun()).isTrue();
    }

    @Test
    void alwaysSerializeGivesEachReceiverValuesOfItsOwn() {
        Numbers numbers = new Numbers(1) {
            @Override
            public void nextTuple(SpoutOutputCollector collector) {
                if (next++ == 0) {
                    collector.emit(new Values(new ArrayList<>(List.of("a"))), 1);
                }
            }
        };
        List<Object> seen = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> {
                    seen.add(Objects.requireNonNull(input.getValue(0)));
                    collector.ack(input);
                }))
                .setNumTasks(2)
                .allGrouping("numbers");
        Bench bench = Bench.of(builder.build(), Map.of("topology.testing.always.serialize", true));

        bench.settle();

        assertThat(seen).hasSize(2).allMatch(List.of("a")::equals);
        assertThat(seen.get(0)).isNotSameAs(seen.get(1));
        assertThat(numbers.acked).containsExactly(1);
    }

    @Test
    void aValueThatCannotBeEncodedFailsAtTheEmitInLocalTestsToo() {
        List<String> messages = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("wrong", new ScriptedSpout(d -> d.declare(new Fields("source")), collector -> {
            try {
                collector.emit(new Values(new ByteArrayInputStream(new byte[0])), 1);
            } catch (IllegalArgumentException e) {
                messages.add(String.valueOf(e.getMessage()));
            }
        }));
        builder.setBolt("sink", Given.acking()).shuffleGrouping("wrong");
        Bench bench = Bench.of(builder.build(), Map.of("topology.testing.always.serialize", true));

        bench.steps(3);

        assertThat(messages).isNotEmpty();
        assertThat(messages.get(0)).contains("component 'wrong'", "field 'source'", "ByteArrayInputStream");
        assertThat(bench.snapshot("wrong").pendingTrees()).isZero();
    }

    @Test
    void aTupleLargerThanTheLimitIsRefusedAtTheEmit() {
        List<String> messages = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("large", new ScriptedSpout(Given::oneNumber, collector -> {
            try {
                collector.emit(new Values(new byte[5_000]), 1);
            } catch (IllegalArgumentException e) {
                messages.add(String.valueOf(e.getMessage()));
            }
        }));
        builder.setBolt("sink", Given.acking()).shuffleGrouping("large");
        Bench bench = Bench.of(
                builder.build(), Map.of("topology.tuple.max.bytes", "4KiB"), Map.of("sink", 1), TopologyStatus.ACTIVE);

        bench.steps(5);

        assertThat(messages).isNotEmpty();
        assertThat(messages.get(0)).contains("large", "topology.tuple.max.bytes");
    }

    @Test
    @Tag("T1")
    void aTupleStaysAsItIsWhileItIsHeld() {
        Numbers numbers = new Numbers(3_000);
        List<Tuple> held = new ArrayList<>();
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", numbers.spout());
        builder.setBolt("sink", new ScriptedBolt((input, collector) -> {
                    held.add(input);
                    collector.ack(input);
                }))
                .shuffleGrouping("numbers");
        Bench bench = Bench.of(builder.build(), Map.of(), Map.of("sink", 1), TopologyStatus.ACTIVE);

        bench.settle();

        assertThat(numbers.acked).hasSize(3_000);
        for (int i = 0; i < held.size(); i++) {
            assertThat(held.get(i).getValue(0)).isEqualTo(i);
            assertThat(held.get(i).getSourceComponent()).isEqualTo("numbers");
        }
    }
}
