package dev.vendaval.local;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.BasicOutputCollector;
import dev.vendaval.api.FailedException;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.StateHandover;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The word count of these tests: lines, split, count. */
final class DemoTopology {
    static final List<String> LINES = List.of("the cat sat", "on the mat", "the end");

    private DemoTopology() {}

    static Topology wordCount(Object... lines) {
        return wordCount(new Split(), lines);
    }

    static Topology wordCount(BasicBolt split, Object... lines) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("lines", FixedSpout.of("line", lines));
        builder.setBolt("split", split, 2).shuffleGrouping("lines");
        builder.setBolt("count", new Count(), 2).fieldsGrouping("split", new Fields("word"));
        return builder.build();
    }

    static class Split implements BasicBolt {
        private static final long serialVersionUID = 1L;

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            for (String word : String.valueOf(input.getString(0)).split(" ")) {
                collector.emit(new Values(word));
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("word"));
        }
    }

    /** Fails each line the first time a task sees it. */
    static final class FailOnce extends Split {
        private static final long serialVersionUID = 1L;
        private static final Set<String> SEEN = new HashSet<>();

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            synchronized (SEEN) {
                if (SEEN.add(String.valueOf(input.getString(0)))) {
                    throw new FailedException("once");
                }
            }
            super.execute(input, collector);
        }
    }

    /** Its prepare throws. */
    static final class Broken extends Split {
        private static final long serialVersionUID = 1L;

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context) {
            throw new IllegalStateException("no such table");
        }
    }

    static final class Count implements BasicBolt {
        private static final long serialVersionUID = 1L;
        static final AtomicInteger CLEANED_UP = new AtomicInteger();

        private final HashMap<String, Long> counts = new HashMap<>();

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            String word = String.valueOf(input.getString(0));
            collector.emit(new Values(word, counts.merge(word, 1L, Long::sum)));
        }

        @Override
        public void cleanup() {
            CLEANED_UP.incrementAndGet();
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("word", "count"));
        }
    }

    /** Its counts go along to other workers and to new tasks. */
    static final class KeptCount implements BasicBolt, StateHandover {
        private static final long serialVersionUID = 1L;

        private final TreeMap<String, Long> counts = new TreeMap<>();
        private transient @Nullable TopologyContext context;

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext given) {
            context = given;
        }

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            String word = String.valueOf(input.getString(0));
            collector.emit(new Values(word, counts.merge(word, 1L, Long::sum)));
        }

        @Override
        public byte[] save() {
            counts.keySet().removeIf(word -> !Objects.requireNonNull(context).ownsKey(word));
            return counts.entrySet().stream()
                    .map(each -> each.getKey() + "=" + each.getValue())
                    .collect(Collectors.joining(","))
                    .getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void restore(byte[] state) {
            for (String each : new String(state, StandardCharsets.UTF_8).split(",")) {
                if (!each.isEmpty()) {
                    String[] parts = each.split("=");
                    counts.put(parts[0], Long.valueOf(parts[1]));
                }
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("word", "count"));
        }
    }
}
