package dev.vendaval.tests.topologies.lifecycle;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.BasicOutputCollector;
import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.TopologySubmitter;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.tests.topologies.Records;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A topology for rebalances: numbers at a steady rate, round robin over 64 keys, through a bolt with eight tasks by
 * fields to a sink, also by fields. Nothing is replayed. The spout goes on, when it is opened again, with the number
 * after the last that it emitted. Notes: source {@code failed <number>}, {@code acked <count>} when closed, {@code next
 * <number>} when closed; count and sink {@code disorder <key> <number> after <number>}; sink {@code seen <number> ...}, every
 * tick and at cleanup. Arguments: name, directory, numbers a second, workers.
 */
public final class Moving {
    public static final String SOURCE = "source";
    public static final String COUNT = "count";
    public static final String SINK = "sink";
    private static final int KEYS = 64;

    private Moving() {}

    public static void main(String[] arguments) throws Exception {
        String directory = arguments[1];
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SOURCE, new Source(directory, Integer.parseInt(arguments[2])));
        builder.setBolt(COUNT, new Count(directory), 2).setNumTasks(8).fieldsGrouping(SOURCE, new Fields("key"));
        builder.setBolt(SINK, new Sink(directory), 1).setNumTasks(2).fieldsGrouping(COUNT, new Fields("key"));
        Config config = new Config();
        config.setNumWorkers(Integer.parseInt(arguments[3]));
        TopologySubmitter.submit(arguments[0], config, builder.build());
    }

    private static final class Source implements Spout {
        private static final long serialVersionUID = 1L;
        private static final int FIRST_TASK = 1;
        private final String directory;
        private final int perSecond;
        private transient @Nullable SpoutOutputCollector collector;
        private transient long begunNanos;
        private transient long first;
        private transient long next;
        private transient long acked;

        Source(String directory, int perSecond) {
            this.directory = directory;
            this.perSecond = perSecond;
        }

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
            collector = output;
            List<String> notes = Records.read(Path.of(directory), SOURCE, FIRST_TASK);
            first = notes.stream()
                    .filter(note -> note.startsWith("next "))
                    .mapToLong(note -> Long.parseLong(note.substring(5)))
                    .max()
                    .orElse(0);
            next = first;
            begunNanos = System.nanoTime();
        }

        @Override
        public void nextTuple() {
            long due = first + TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begunNanos) * perSecond / 1_000_000;
            if (next < due) {
                Objects.requireNonNull(collector).emit(new Values(next % KEYS, next), next);
                next++;
            }
        }

        @Override
        public void ack(Object messageId) {
            acked++;
        }

        @Override
        public void fail(Object messageId) {
            note("failed " + messageId);
        }

        @Override
        public void close() {
            note("acked " + acked);
            note("next " + next);
        }

        private void note(String line) {
            Records.append(directory, SOURCE, FIRST_TASK, line);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("key", "number"));
        }
    }

    /** Notes when the numbers of a key do not rise. */
    private static final class Order {
        private final Map<Long, Long> last = new HashMap<>();

        @Nullable
        String disorder(Tuple tuple) {
            long key = Objects.requireNonNull(tuple.getLong(0));
            long number = Objects.requireNonNull(tuple.getLong(1));
            Long before = last.put(key, number);
            return before != null && before >= number ? "disorder " + key + " " + number + " after " + before : null;
        }
    }

    private static final class Count implements BasicBolt {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private transient @Nullable Order order;
        private transient int task;

        Count(String directory) {
            this.directory = directory;
        }

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context) {
            order = new Order();
            task = context.getThisTaskId();
        }

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            String disorder = Objects.requireNonNull(order).disorder(input);
            if (disorder != null) {
                Records.append(directory, COUNT, task, disorder);
            }
            collector.emit(new Values(input.getValue(0), input.getValue(1)));
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("key", "number"));
        }
    }

    private static final class Sink implements BasicBolt {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private transient @Nullable Order order;
        private transient StringBuilder seen = new StringBuilder();
        private transient int task;

        Sink(String directory) {
            this.directory = directory;
        }

        @Override
        public Map<String, Object> getComponentConfiguration() {
            return Map.of("topology.tick.tuple.freq", "200ms");
        }

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context) {
            order = new Order();
            seen = new StringBuilder();
            task = context.getThisTaskId();
        }

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            if (input.getSourceComponent().startsWith("__")) {
                flush();
                return;
            }
            String disorder = Objects.requireNonNull(order).disorder(input);
            if (disorder != null) {
                Records.append(directory, SINK, task, disorder);
            }
            seen.append(' ').append(input.getLong(1));
        }

        @Override
        public void cleanup() {
            flush();
        }

        private void flush() {
            if (!seen.isEmpty()) {
                Records.append(directory, SINK, task, "seen" + seen);
                seen.setLength(0);
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {}
    }
}
