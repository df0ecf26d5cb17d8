package dev.vendaval.tests.topologies;

import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Senders number what they emit on each stream; receivers, some of them slow so that queues fill up, note {@code disorder
 * ...} if a number is not above the last one of the same sender and stream, and {@code total <tuples>} at each tick.
 */
public final class Ordering {
    public static final String SINK = "checker";
    public static final int SPOUT_TASKS = 4;
    public static final int NUMBERS = 4_000;
    /** Copies of each number that reach a checker: one directly, two through the relay. */
    public static final int COPIES = 3;

    private static final String SPOUT = "numbers";
    private static final String RELAY = "relay";
    private static final String SECOND = "second";
    private static final int PAUSE_EACH = 32;

    private Ordering() {}

    public static Topology topology(String directory) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SPOUT, new Numbers(directory), SPOUT_TASKS / 2).setNumTasks(SPOUT_TASKS);
        builder.setBolt(RELAY, new Relay(directory), 2).setNumTasks(4).shuffleGrouping(SPOUT);
        builder.setBolt(SINK, new Checker(directory), 2)
                .setNumTasks(4)
                .shuffleGrouping(SPOUT, SECOND)
                .fieldsGrouping(RELAY, new Fields("key"))
                .shuffleGrouping(RELAY, SECOND);
        return builder.build();
    }

    private static final class Numbers extends JournalSpout {
        private static final long serialVersionUID = 1L;
        private transient int next;

        Numbers(String directory) {
            super(directory);
        }

        @Override
        void next() {
            if (next == NUMBERS) {
                return;
            }
            int number = next++;
            // Tracked and untracked ones share the channels.
            collector().emit(new Values(number), number % 2 == 0 ? number : null);
            collector().emit(SECOND, new Values(number), number % 3 == 0 ? number : null);
        }

        @Override
        void done(Object messageId, boolean acked) {
            if (!acked) {
                note("failed " + messageId);
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number"));
            declarer.declareStream(SECOND, new Fields("number"));
        }
    }

    /** Takes part in checking too. */
    private abstract static class OrderBolt extends JournalBolt {
        private static final long serialVersionUID = 1L;
        private transient Map<String, Integer> last = Map.of();
        private transient long total;

        OrderBolt(String directory) {
            super(directory);
        }

        @Override
        public Map<String, Object> getComponentConfiguration() {
            return Map.of(Config.TOPOLOGY_TICK_TUPLE_FREQ, "50ms");
        }

        @Override
        void prepared() {
            last = new HashMap<>();
        }

        @Override
        public void execute(Tuple input) {
            if (input.isTick()) {
                note("total " + total);
                return;
            }
            int number = Objects.requireNonNull(input.getInteger(0));
            String channel = input.getSourceTask() + "/" + input.getSourceStreamId();
            Integer before = last.put(channel, number);
            if (before != null && before >= number) {
                note("disorder on " + channel + ": " + number + " after " + before);
            }
            if (++total % PAUSE_EACH == 0 && context().getThisTaskIndex() % 2 == 0) {
                Gate.work(TimeUnit.MILLISECONDS.toNanos(1));
            }
            process(input);
            collector().ack(input);
        }

        abstract void process(Tuple input);
    }

    private static final class Relay extends OrderBolt {
        private static final long serialVersionUID = 1L;
        private static final int KEYS = 50;
        private transient int next;

        Relay(String directory) {
            super(directory);
        }

        @Override
        void process(Tuple input) {
            int number = next++;
            collector().emit(input, new Values(number, number % KEYS));
            collector().emit(SECOND, new Values(number));
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number", "key"));
            declarer.declareStream(SECOND, new Fields("number"));
        }
    }

    private static final class Checker extends OrderBolt {
        private static final long serialVersionUID = 1L;

        Checker(String directory) {
            super(directory);
        }

        @Override
        void process(Tuple input) {
            // Checking is all.
        }
    }
}
