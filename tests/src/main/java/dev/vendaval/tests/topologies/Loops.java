package dev.vendaval.tests.topologies;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.Objects;

/**
 * Tracked tokens, as many as the spout can emit, that go round between two bolts, one tuple for each tuple, until their
 * hops are used up. The spout notes {@code done <acked> <failed>}.
 */
public final class Loops {
    public static final String SPOUT = "tokens";
    public static final int TOKENS = 5_000;
    private static final int HOPS = 20;

    private Loops() {}

    public static Topology topology(String directory) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SPOUT, new Tokens(directory));
        builder.setBolt("there", new Hop(directory), 2).shuffleGrouping(SPOUT).shuffleGrouping("back");
        builder.setBolt("back", new Hop(directory), 2).shuffleGrouping("there");
        return builder.build();
    }

    private static final class Tokens extends JournalSpout {
        private static final long serialVersionUID = 1L;
        private transient int next;
        private transient int acked;
        private transient int failed;

        Tokens(String directory) {
            super(directory);
        }

        @Override
        void next() {
            if (next < TOKENS) {
                int token = next++;
                collector().emit(new Values(token, HOPS), token);
            }
        }

        @Override
        void done(Object messageId, boolean success) {
            if (success) {
                acked++;
            } else {
                failed++;
            }
            if (acked + failed == TOKENS) {
                note("done " + acked + " " + failed);
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("token", "hops"));
        }
    }

    private static final class Hop extends JournalBolt {
        private static final long serialVersionUID = 1L;

        Hop(String directory) {
            super(directory);
        }

        @Override
        public void execute(Tuple input) {
            int hops = Objects.requireNonNull(input.getInteger(1));
            if (hops > 0) {
                collector().emit(input, new Values(input.getValue(0), hops - 1));
            }
            collector().ack(input);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("token", "hops"));
        }
    }
}
