package dev.vendaval.local;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A spout that emits without end and a bolt that acks nothing while it is told to hold, so that trees stay pending for as
 * long as a test likes. One at a time, since all of it is static: components of a local cluster are copies.
 */
final class HeldTuples {
    static final String SPOUT = "numbers";
    static final String BOLT = "held";
    static final AtomicLong EMITTED = new AtomicLong();
    static final AtomicLong FAILED = new AtomicLong();
    private static volatile boolean holding;

    private HeldTuples() {}

    static Topology topology() {
        EMITTED.set(0);
        FAILED.set(0);
        holding = false;
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SPOUT, new Numbers());
        builder.setBolt(BOLT, new Holding(), 2).fieldsGrouping(SPOUT, new Fields("number"));
        return builder.build();
    }

    static void hold() {
        holding = true;
    }

    static void release() {
        holding = false;
    }

    private static final class Numbers implements Spout {
        private static final long serialVersionUID = 1L;
        private static final int MOST_PENDING = 1_000;
        private transient @Nullable SpoutOutputCollector collector;

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
            collector = output;
        }

        /** Beyond so many pending it counts its calls all the same. */
        @Override
        public void nextTuple() {
            long number = EMITTED.incrementAndGet();
            SpoutOutputCollector output = Objects.requireNonNull(collector);
            if (output.pendingCount() < MOST_PENDING) {
                output.emit(new Values(number), number);
            }
        }

        @Override
        public void fail(Object messageId) {
            FAILED.incrementAndGet();
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number"));
        }
    }

    private static final class Holding implements Bolt {
        private static final long serialVersionUID = 1L;
        private transient @Nullable OutputCollector collector;
        private transient List<Tuple> held = new ArrayList<>();

        @Override
        public Map<String, Object> getComponentConfiguration() {
            return Map.of("topology.tick.tuple.freq", "5ms");
        }

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output) {
            collector = output;
            held = new ArrayList<>();
        }

        @Override
        public void execute(Tuple input) {
            held.add(input);
            if (!holding) {
                held.forEach(Objects.requireNonNull(collector)::ack);
                held.clear();
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {}
    }
}
