package dev.vendaval.tests.topologies.lifecycle;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.BasicOutputCollector;
import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.StateHandover;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.TopologySubmitter;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.tests.topologies.Records;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A topology for growth: numbers at a steady rate, round robin over 64 keys, to a bolt of four tasks that counts them by
 * key, hands its counts over, and emits each number with the count, to a sink of one task by key. So the n-th number of a
 * key must come to the sink as the n-th, with the count n. Nothing is replayed; the spout goes on, when it is opened again, with the
 * number after the last that it emitted. Notes: source {@code failed <number>},
 * {@code next <number>} when closed; count {@code foreign <key>} for one that is not the task's; sink {@code wrong <key>
 * <number> <count>} for one that is out of turn, {@code at <numbers>} every 200 ms and at cleanup. Arguments: name, directory,
 * numbers a second, workers.
 */
public final class Growing {
    public static final String SOURCE = "source";
    public static final String COUNT = "count";
    public static final String SINK = "sink";
    private static final int KEYS = 64;

    private Growing() {}

    public static void main(String[] arguments) throws Exception {
        String directory = arguments[1];
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SOURCE, new Source(directory, Integer.parseInt(arguments[2])));
        builder.setBolt(COUNT, new Count(directory), 4).fieldsGrouping(SOURCE, new Fields("key"));
        builder.setBolt(SINK, new Sink(directory), 1).fieldsGrouping(COUNT, new Fields("key"));
        Config config = new Config();
        config.setNumWorkers(Integer.parseInt(arguments[3]));
        TopologySubmitter.submit(arguments[0], config, builder.build());
    }

    private static final class Source implements Spout {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private final int perSecond;
        private transient @Nullable SpoutOutputCollector collector;
        private transient int task;
        private transient long begunNanos;
        private transient long first;
        private transient long next;

        Source(String directory, int perSecond) {
            this.directory = directory;
            this.perSecond = perSecond;
        }

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
            collector = output;
            task = context.getThisTaskId();
            first = Records.read(Path.of(directory), SOURCE, task).stream()
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
        public void fail(Object messageId) {
            Records.append(directory, SOURCE, task, "failed " + messageId);
        }

        @Override
        public void close() {
            Records.append(directory, SOURCE, task, "next " + next);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("key", "number"));
        }
    }

    private static final class Count implements BasicBolt, StateHandover {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private final HashMap<Long, Long> counts = new HashMap<>();
        private transient @Nullable TopologyContext context;

        Count(String directory) {
            this.directory = directory;
        }

        private TopologyContext context() {
            return Objects.requireNonNull(context);
        }

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext given) {
            context = given;
        }

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            long key = Objects.requireNonNull(input.getLong(0));
            if (!context().ownsKey(key)) {
                Records.append(directory, COUNT, context().getThisTaskId(), "foreign " + key);
            }
            collector.emit(new Values(key, input.getValue(1), counts.merge(key, 1L, Long::sum)));
        }

        @Override
        public byte[] save() {
            counts.keySet().removeIf(key -> !context().ownsKey(key));
            ByteBuffer out = ByteBuffer.allocate(counts.size() * 2 * Long.BYTES);
            counts.forEach((key, count) -> out.putLong(key).putLong(count));
            return out.array();
        }

        @Override
        public void restore(byte[] state) {
            ByteBuffer in = ByteBuffer.wrap(state);
            while (in.hasRemaining()) {
                counts.put(in.getLong(), in.getLong());
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("key", "number", "count"));
        }
    }

    private static final class Sink implements BasicBolt, StateHandover {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private final HashMap<Long, Long> seen = new HashMap<>();
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
            task = context.getThisTaskId();
        }

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            if (input.getSourceComponent().startsWith("__")) {
                noteSeen();
                return;
            }
            long key = Objects.requireNonNull(input.getLong(0));
            long number = Objects.requireNonNull(input.getLong(1));
            long count = seen.merge(key, 1L, Long::sum);
            if (number != (count - 1) * KEYS + key || count != Objects.requireNonNull(input.getLong(2))) {
                Records.append(directory, SINK, task, "wrong " + key + " " + number + " " + input.getLong(2));
            }
        }

        private void noteSeen() {
            Records.append(
                    directory,
                    SINK,
                    task,
                    "at " + seen.values().stream().mapToLong(Long::longValue).sum());
        }

        @Override
        public byte[] save() {
            ByteBuffer out = ByteBuffer.allocate(seen.size() * 2 * Long.BYTES);
            seen.forEach((key, count) -> out.putLong(key).putLong(count));
            return out.array();
        }

        @Override
        public void restore(byte[] state) {
            ByteBuffer in = ByteBuffer.wrap(state);
            while (in.hasRemaining()) {
                seen.put(in.getLong(), in.getLong());
            }
        }

        @Override
        public void cleanup() {
            noteSeen();
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {}
    }
}
