package dev.vendaval.tests.topologies;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.Bolt;
import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.TopologySubmitter;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/** The topologies that the benchmarks measure. Sinks record once a second how much they have executed. */
public final class Benchmark {
    /** Component whose executed tuples are the result. */
    public static final String SINK = "sink";

    /** Component whose emitted and acked tuples must agree with the sink's. */
    public static final String SOURCE = "source";

    /** Tuples that reach the sink for each tuple of the source. */
    public static int copies(String shape) {
        return shape.equals("wordcount-1-1-1") ? SentenceSpout.WORDS_PER_SENTENCE : 1;
    }

    private Benchmark() {}

    /** Submits it: SHAPE NAME DIRECTORY WORKERS TRACKED. */
    public static void main(String[] args) {
        Config config = new Config();
        config.setNumWorkers(Integer.parseInt(args[3]));
        TopologySubmitter.submit(args[1], config, topology(args[0], args[2], Boolean.parseBoolean(args[4])));
    }

    private static Topology topology(String shape, String directory, boolean tracked) {
        TopologyBuilder builder = new TopologyBuilder();
        switch (shape) {
            case "spout-id-null" -> {
                builder.setSpout(SOURCE, new NumberSpout(tracked));
                builder.setBolt("id", identity()).shuffleGrouping(SOURCE);
                builder.setBolt(SINK, new NullBolt(directory)).shuffleGrouping("id");
            }
            case "wordcount-1-1-1" -> {
                builder.setSpout(SOURCE, new SentenceSpout(tracked));
                builder.setBolt("split", split()).shuffleGrouping(SOURCE);
                builder.setBolt(SINK, new CountBolt(directory)).fieldsGrouping("split", new Fields("word"));
            }
            default -> throw new IllegalArgumentException("no benchmark topology '" + shape + "'");
        }
        return builder.build();
    }

    private static BasicBolt identity() {
        return BasicBolt.emitting(
                new Fields("number"), (tuple, collector) -> collector.emit(new Values(tuple.getValue(0))));
    }

    private static BasicBolt split() {
        return BasicBolt.emitting(new Fields("word"), (tuple, collector) -> {
            StringTokenizer words = new StringTokenizer(tuple.getString(0));
            while (words.hasMoreTokens()) {
                collector.emit(new Values(words.nextToken()));
            }
        });
    }

    /** Emits a number with each call. */
    private static final class NumberSpout implements Spout {
        private static final long serialVersionUID = 1L;
        private final boolean tracked;
        private transient @Nullable SpoutOutputCollector collector;
        private transient long next;

        NumberSpout(boolean tracked) {
            this.tracked = tracked;
        }

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
            collector = output;
        }

        @Override
        public void nextTuple() {
            Long number = next++;
            Objects.requireNonNull(collector).emit(new Values(number), tracked ? number : null);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number"));
        }
    }

    /** Emits sentences of ten words each in turn. */
    private static final class SentenceSpout implements Spout {
        private static final long serialVersionUID = 1L;
        static final int WORDS_PER_SENTENCE = 10;
        private static final List<String> SENTENCES = List.of(
                "the wind that came over the hills at night was",
                "warm and it carried the smell of rain and dust",
                "nobody in the valley could say when it would end",
                "but the mill turned faster than it ever had before",
                "and the grain they brought was ground before the morning");
        private final boolean tracked;
        private transient @Nullable SpoutOutputCollector collector;
        private transient int next;

        SentenceSpout(boolean tracked) {
            this.tracked = tracked;
        }

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
            collector = output;
        }

        @Override
        public void nextTuple() {
            String sentence = SENTENCES.get(next);
            next = next + 1 == SENTENCES.size() ? 0 : next + 1;
            Objects.requireNonNull(collector).emit(new Values(sentence), tracked ? sentence : null);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("sentence"));
        }
    }

    /** Counts what it executes and records {@code nanoTime count} with each tick. */
    private abstract static class RecordingBolt implements Bolt {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private transient @Nullable OutputCollector collector;
        private transient int task;
        private transient long executed;

        RecordingBolt(String directory) {
            this.directory = directory;
        }

        @Override
        public Map<String, Object> getComponentConfiguration() {
            return Map.of(Config.TOPOLOGY_TICK_TUPLE_FREQ, "1s");
        }

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output) {
            collector = output;
            task = context.getThisTaskId();
        }

        @Override
        public void execute(Tuple input) {
            if (input.isTick()) {
                Records.append(directory, SINK, task, System.nanoTime() + " " + executed);
                return;
            }
            executed++;
            process(input);
            Objects.requireNonNull(collector).ack(input);
        }

        abstract void process(Tuple input);
    }

    private static final class NullBolt extends RecordingBolt {
        private static final long serialVersionUID = 1L;

        NullBolt(String directory) {
            super(directory);
        }

        @Override
        void process(Tuple input) {
            // The work is to do none.
        }
    }

    private static final class CountBolt extends RecordingBolt {
        private static final long serialVersionUID = 1L;
        private final Map<String, Long> counts = new HashMap<>();

        CountBolt(String directory) {
            super(directory);
        }

        @Override
        void process(Tuple input) {
            counts.merge(Objects.requireNonNull(input.getString(0)), 1L, Long::sum);
        }
    }
}
