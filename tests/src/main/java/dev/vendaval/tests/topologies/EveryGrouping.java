package dev.vendaval.tests.topologies;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.Config;
import dev.vendaval.api.CustomGrouping;
import dev.vendaval.api.Fields;
import dev.vendaval.api.GlobalStreamId;
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
import dev.vendaval.api.WorkerContext;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tracked lines over every grouping. {@code split} makes {@value #WORDS} words of a line and fails
 * one line in {@value #FAIL_EACH} on its first attempt, after having emitted some of its words; each
 * sink keeps the set of word ids it has seen and writes it as hexadecimal words in cleanup.
 */
public final class EveryGrouping {
    public static final int WORDS = 3;
    public static final int FAIL_EACH = 1_000;
    public static final int TASKS = 2;
    public static final int DISTINCT_WORDS = 97;
    public static final List<String> SINKS =
            List.of("shuffled", "fields", "partial", "every", "total", "none", "near", "direct", "custom");

    private EveryGrouping() {}

    /** Submits it: NAME LINES DIRECTORY WORKERS. */
    public static void main(String[] args) {
        Config config = new Config();
        config.setNumWorkers(Integer.parseInt(args[3]));
        TopologySubmitter.submit(args[0], config, topology(Integer.parseInt(args[1]), args[2]));
    }

    /** The word at {@code index} of a line. */
    public static String word(int line, int index) {
        return "w" + (line * 31 + index * 7) % DISTINCT_WORDS;
    }

    public static Topology topology(int lines, String directory) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("lines", new Lines(lines));
        builder.setBolt("split", new Split(), TASKS).shuffleGrouping("lines");
        builder.setBolt("shuffled", new Sink(directory), TASKS).shuffleGrouping("split");
        builder.setBolt("fields", new Sink(directory), TASKS).fieldsGrouping("split", new Fields("word"));
        builder.setBolt("partial", new Sink(directory), TASKS).partialKeyGrouping("split", new Fields("word"));
        builder.setBolt("every", new Sink(directory), TASKS).allGrouping("split");
        builder.setBolt("total", new Sink(directory), TASKS).globalGrouping("split");
        builder.setBolt("none", new Sink(directory), TASKS).noneGrouping("split");
        builder.setBolt("near", new Sink(directory), TASKS).localOrShuffleGrouping("split");
        builder.setBolt("direct", new Sink(directory), TASKS).directGrouping("split", "addressed");
        builder.setBolt("custom", new Sink(directory), TASKS).customGrouping("split", new ByLine());
        return builder.build();
    }

    private static final class Lines implements Spout {
        private static final long serialVersionUID = 1L;
        private final int lines;
        private transient @Nullable SpoutOutputCollector collector;
        private transient int next;
        private transient Deque<Integer> failed = new ArrayDeque<>();

        Lines(int lines) {
            this.lines = lines;
        }

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
            collector = output;
            failed = new ArrayDeque<>();
        }

        @Override
        public void nextTuple() {
            SpoutOutputCollector output = Objects.requireNonNull(collector);
            Integer again = failed.poll();
            if (again != null) {
                output.emit(new Values(again, 1), again);
            } else if (next < lines) {
                int line = next++;
                output.emit(new Values(line, 0), line);
            }
        }

        @Override
        public void fail(Object messageId) {
            failed.add((Integer) messageId);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("line", "attempt"));
        }
    }

    private static final class Split implements Bolt {
        private static final long serialVersionUID = 1L;
        private transient @Nullable OutputCollector collector;
        private transient List<Integer> directTasks = List.of();

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output) {
            collector = output;
            directTasks = context.getComponentTasks("direct");
        }

        @Override
        public void execute(Tuple input) {
            OutputCollector output = Objects.requireNonNull(collector);
            int line = Objects.requireNonNull(input.getInteger(0));
            boolean fail = Objects.requireNonNull(input.getInteger(1)) == 0 && line % FAIL_EACH == FAIL_EACH / 2;
            for (int index = 0; index < WORDS; index++) {
                if (fail && index == WORDS - 1) {
                    output.fail(input);
                    return;
                }
                Values values = new Values(line * WORDS + index, word(line, index));
                output.emit(input, values);
                output.emitDirect(directTasks.get(line % directTasks.size()), "addressed", input, values);
            }
            output.ack(input);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("id", "word"));
            declarer.declareStream("addressed", true, new Fields("id", "word"));
        }
    }

    private static final class ByLine implements CustomGrouping {
        private static final long serialVersionUID = 1L;
        private transient List<Integer> targets = List.of();

        @Override
        public void prepare(WorkerContext context, GlobalStreamId stream, List<Integer> targetTasks) {
            targets = targetTasks;
        }

        @Override
        public List<Integer> chooseTasks(int senderTask, List<Object> values) {
            return List.of(targets.get((Integer) values.get(0) / WORDS % targets.size()));
        }
    }

    private static final class Sink implements Bolt {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private transient @Nullable OutputCollector collector;
        private transient BitSet seen = new BitSet();
        private transient String component = "";
        private transient int task;

        Sink(String directory) {
            this.directory = directory;
        }

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output) {
            collector = output;
            component = context.getThisComponentId();
            task = context.getThisTaskId();
            seen = new BitSet();
        }

        @Override
        public void execute(Tuple input) {
            seen.set(Objects.requireNonNull(input.getInteger(0)));
            Objects.requireNonNull(collector).ack(input);
        }

        @Override
        public void cleanup() {
            StringBuilder words = new StringBuilder();
            for (long word : seen.toLongArray()) {
                words.append(Long.toHexString(word)).append(' ');
            }
            Records.append(directory, component, task, words.toString().trim());
        }
    }
}
