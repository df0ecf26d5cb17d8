package dev.vendaval.tests.topologies;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.Objects;

/**
 * One tracked tuple, of which one {@code execute} makes a great many, all anchored. The spout notes {@code done <acked>}; the
 * bolt {@code emitted}; the sinks {@code total <tuples> <sum>} in cleanup.
 */
public final class Burst {
    public static final String SPOUT = "once";
    public static final String SINK = "sum";
    public static final int TUPLES = 1_000_000;

    private Burst() {}

    public static Topology topology(String directory) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SPOUT, new Once(directory));
        builder.setBolt("burst", new Many(directory)).shuffleGrouping(SPOUT);
        builder.setBolt(SINK, new Sum(directory), 2).shuffleGrouping("burst");
        return builder.build();
    }

    private static final class Once extends JournalSpout {
        private static final long serialVersionUID = 1L;
        private transient boolean emitted;

        Once(String directory) {
            super(directory);
        }

        @Override
        void next() {
            if (!emitted) {
                emitted = true;
                collector().emit(new Values(TUPLES), "once");
            }
        }

        @Override
        void done(Object messageId, boolean acked) {
            note("done " + acked);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("tuples"));
        }
    }

    private static final class Many extends JournalBolt {
        private static final long serialVersionUID = 1L;

        Many(String directory) {
            super(directory);
        }

        @Override
        public void execute(Tuple input) {
            int tuples = Objects.requireNonNull(input.getInteger(0));
            for (int number = 0; number < tuples; number++) {
                collector().emit(input, new Values(number));
            }
            collector().ack(input);
            note("emitted");
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number"));
        }
    }

    private static final class Sum extends JournalBolt {
        private static final long serialVersionUID = 1L;
        private transient long total;
        private transient long sum;

        Sum(String directory) {
            super(directory);
        }

        @Override
        public void execute(Tuple input) {
            total++;
            sum += Objects.requireNonNull(input.getInteger(0));
            collector().ack(input);
        }

        @Override
        public void cleanup() {
            note("total " + total + " " + sum);
            super.cleanup();
        }
    }
}
