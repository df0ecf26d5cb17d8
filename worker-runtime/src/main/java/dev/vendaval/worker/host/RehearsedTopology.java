package dev.vendaval.worker.host;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.StateHandover;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a {@link Rehearsal} plays: numbers, counted by their name, and who takes the counts. Every tuple is tracked. */
final class RehearsedTopology {
    static final String NUMBERS = "numbers";
    static final String COUNTS = "counts";
    static final String TAKER = "taker";
    private static final String NAME = "name";

    private RehearsedTopology() {}

    /** @param numbers how many are emitted in all */
    static Topology of(int numbers) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(NUMBERS, new Numbers(numbers), 1);
        builder.setBolt(COUNTS, new Counts(), 2).fieldsGrouping(NUMBERS, new Fields(NAME));
        builder.setBolt(TAKER, new Taker(), 2).fieldsGrouping(COUNTS, new Fields(NAME));
        return builder.build();
    }

    private static final class Numbers implements Spout {
        private static final long serialVersionUID = 1L;
        private static final int NAMES = 16;
        private final int last;
        private transient @Nullable SpoutOutputCollector collector;
        private transient int emitted;

        Numbers(int last) {
            this.last = last;
        }

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
            collector = output;
        }

        @Override
        public void nextTuple() {
            if (emitted < last) {
                long number = ++emitted;
                Objects.requireNonNull(collector).emit(new Values("n" + number % NAMES, number), number);
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields(NAME, "number"));
        }
    }

    private static final class Counts implements Bolt, StateHandover {
        private static final long serialVersionUID = 1L;
        private transient @Nullable OutputCollector collector;
        private transient long count;

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output) {
            collector = output;
        }

        @Override
        public void execute(Tuple input) {
            OutputCollector output = Objects.requireNonNull(collector);
            output.emit(input, new Values(input.getString(0), ++count));
            output.ack(input);
        }

        @Override
        public byte[] save() {
            return ByteBuffer.allocate(Long.BYTES).putLong(count).array();
        }

        @Override
        public void restore(byte[] state) {
            count += ByteBuffer.wrap(state).getLong();
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields(NAME, "count"));
        }
    }

    private static final class Taker implements Bolt {
        private static final long serialVersionUID = 1L;
        private transient @Nullable OutputCollector collector;

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output) {
            collector = output;
        }

        @Override
        public void execute(Tuple input) {
            Objects.requireNonNull(collector).ack(input);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {}
    }
}
