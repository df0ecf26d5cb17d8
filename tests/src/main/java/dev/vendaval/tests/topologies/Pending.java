package dev.vendaval.tests.topologies;

import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Spout tasks that emit {@value #PER_CALL} tracked tuples a call, to a bolt that acks what it holds at each tick. A spout
 * task notes {@code call <pending by its own count> <pendingCount()>} at the start of each call and {@code done}.
 */
public final class Pending {
    public static final String SPOUT = "source";
    public static final int TASKS = 2;
    public static final int LIMIT = 7;
    public static final int PER_CALL = 3;
    private static final int CALLS = 100;

    private Pending() {}

    public static Topology topology(String directory) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SPOUT, new Source(directory)).setNumTasks(TASKS).setMaxSpoutPending(LIMIT);
        builder.setBolt("holder", new Holder(directory), 2).shuffleGrouping(SPOUT);
        return builder.build();
    }

    private static final class Source extends JournalSpout {
        private static final long serialVersionUID = 1L;
        private transient int calls;
        private transient int open;

        Source(String directory) {
            super(directory);
        }

        @Override
        void next() {
            if (calls == CALLS) {
                return;
            }
            note("call " + open + " " + collector().pendingCount());
            calls++;
            for (int i = 0; i < PER_CALL; i++) {
                open++;
                collector().emit(new Values(i), i);
            }
        }

        @Override
        void done(Object messageId, boolean acked) {
            open--;
            if (!acked) {
                note("violation failed");
            }
            if (calls == CALLS && open == 0) {
                note("done");
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number"));
        }
    }

    private static final class Holder extends JournalBolt {
        private static final long serialVersionUID = 1L;
        private transient List<Tuple> held = List.of();

        Holder(String directory) {
            super(directory);
        }

        @Override
        public Map<String, Object> getComponentConfiguration() {
            return Map.of(Config.TOPOLOGY_TICK_TUPLE_FREQ, "10ms");
        }

        @Override
        void prepared() {
            held = new ArrayList<>();
        }

        @Override
        public void execute(Tuple input) {
            if (input.isTick()) {
                held.forEach(collector()::ack);
                held.clear();
            } else {
                held.add(input);
            }
        }
    }
}
