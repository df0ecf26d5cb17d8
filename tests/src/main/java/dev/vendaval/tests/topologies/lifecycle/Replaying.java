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
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A numbered source that replays what fails, two hops, a steady rate. The spout notes {@code fail <number> <ms of the
 * epoch>}, {@code again <number> <ms>} when a number that had failed is acked, {@code acked <count>} now
 * and then, and {@code done}. Arguments: name, directory, numbers, workers.
 */
public final class Replaying {
    public static final String SPOUT = "source";
    public static final String SINK = "sink";
    private static final int PER_SECOND = 2_000;
    private static final int FIRST_TASK = 1;

    private Replaying() {}

    public static void main(String[] arguments) throws Exception {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SPOUT, new Source(arguments[1], Integer.parseInt(arguments[2])));
        builder.setBolt("relay", new Relay(), 2).shuffleGrouping(SPOUT);
        builder.setBolt(SINK, new Sink(), 2).fieldsGrouping("relay", new Fields("number"));
        Config config = new Config();
        config.setNumWorkers(Integer.parseInt(arguments[3]));
        TopologySubmitter.submit(arguments[0], config, builder.build());
    }

    private static final class Source implements Spout {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private final int count;
        private transient @Nullable SpoutOutputCollector collector;
        private transient Deque<Integer> failed = new ArrayDeque<>();
        private transient Set<Integer> everFailed = new HashSet<>();
        private transient long begun;
        private transient int next;
        private transient int acked;

        Source(String directory, int count) {
            this.directory = directory;
            this.count = count;
        }

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
            collector = output;
            failed = new ArrayDeque<>();
            everFailed = new HashSet<>();
            begun = now();
        }

        private static long now() {
            return Instant.now().toEpochMilli();
        }

        @Override
        public void nextTuple() {
            Integer replay = failed.poll();
            if (replay != null) {
                emit(replay);
            } else if (next < count && next < (now() - begun) * PER_SECOND / 1_000) {
                emit(next++);
            }
        }

        private void emit(int number) {
            Objects.requireNonNull(collector).emit(new Values(number), number);
        }

        @Override
        public void ack(Object messageId) {
            acked++;
            if (everFailed.contains(messageId)) {
                note("again " + messageId + " " + now());
            }
            if (acked % PER_SECOND == 0) {
                note("acked " + acked);
            }
            if (acked == count) {
                note("done");
            }
        }

        @Override
        public void fail(Object messageId) {
            note("fail " + messageId + " " + now());
            everFailed.add((Integer) messageId);
            failed.add((Integer) messageId);
        }

        private void note(String line) {
            Records.append(directory, SPOUT, FIRST_TASK, line);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number"));
        }
    }

    private static final class Relay implements BasicBolt {
        private static final long serialVersionUID = 1L;

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            collector.emit(new Values(input.getValue(0)));
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number"));
        }
    }

    private static final class Sink implements BasicBolt {
        private static final long serialVersionUID = 1L;

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            input.getInteger(0);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {}
    }
}
