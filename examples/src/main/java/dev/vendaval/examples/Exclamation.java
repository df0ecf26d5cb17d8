package dev.vendaval.examples;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.TopologySubmitter;
import dev.vendaval.api.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The smallest topology: a spout of words, and two bolts that add exclamation marks, written as
 * lambdas. {@code vendaval local vendaval-examples.jar dev.vendaval.examples.Exclamation}
 */
public final class Exclamation {
    private static final Logger LOG = LoggerFactory.getLogger(Exclamation.class);

    private Exclamation() {}

    /**
     * Submits the topology.
     *
     * @param args the topology's name; default {@code exclamation}
     */
    public static void main(String[] args) {
        TopologySubmitter.submit(args.length > 0 ? args[0] : "exclamation", new Config(), topology());
    }

    static Topology topology() {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("words", new WordSpout());
        builder.setBolt("exclaim", exclaim(), 2).shuffleGrouping("words");
        builder.setBolt("exclaim-again", exclaim(), 2).shuffleGrouping("exclaim");
        builder.setBolt("log", (input, collector) -> LOG.info("{}", input.getString(0)))
                .globalGrouping("exclaim-again");
        return builder.build();
    }

    private static BasicBolt exclaim() {
        return BasicBolt.emitting(
                new Fields("word"), (input, collector) -> collector.emit(new Values(input.getString(0) + "!")));
    }

    /** Emits ten words a second, untracked. */
    private static final class WordSpout implements Spout {
        private static final long serialVersionUID = 1L;
        private static final List<String> WORDS = List.of("gale", "storm", "breeze", "squall", "gust");
        private static final long INTERVAL_NANOS = 100_000_000;

        private transient @Nullable SpoutOutputCollector collector;
        private transient long nextAtNanos;
        private transient int next;

        @Override
        public void open(
                Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector spoutCollector) {
            collector = spoutCollector;
            nextAtNanos = System.nanoTime();
        }

        @Override
        public void nextTuple() {
            if (collector != null && System.nanoTime() - nextAtNanos >= 0) {
                nextAtNanos += INTERVAL_NANOS;
                collector.emit(new Values(WORDS.get(next++ % WORDS.size())));
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("word"));
        }
    }
}
