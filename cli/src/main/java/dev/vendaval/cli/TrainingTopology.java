package dev.vendaval.cli;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.TopologySubmitter;
import dev.vendaval.api.Values;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a {@link TrainingRun} submits: numbers from one worker to the other, tracked. Loaded as users' classes are. */
public final class TrainingTopology {
    static final String NAME = "training";

    private TrainingTopology() {}

    /** Submits it. */
    public static void main(String[] arguments) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", new Numbers());
        builder.setBolt(
                        "names",
                        BasicBolt.emitting(
                                new Fields("name"),
                                (tuple, collector) -> collector.emit(new Values("n" + tuple.getValue(0)))),
                        2)
                .shuffleGrouping("numbers");
        builder.setBolt("sink", sink(), 2).fieldsGrouping("names", new Fields("name"));
        Config config = new Config();
        config.setNumWorkers(2);
        TopologySubmitter.submit(NAME, config, builder.build());
    }

    /** The last bolt; a topology file names it as a factory. */
    public static BasicBolt sink() {
        return (tuple, collector) -> {};
    }

    /** Of numbers, without end. */
    public static final class Numbers implements Spout {
        private static final long serialVersionUID = 1L;
        private static final int PAUSED_EVERY = 16;
        private transient @Nullable SpoutOutputCollector collector;
        private transient long next;

        /** It has no settings. */
        public Numbers() {}

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
            collector = output;
        }

        @Override
        public void nextTuple() {
            long number = next++;
            if (number % PAUSED_EVERY == 0) {
                Objects.requireNonNull(collector).emit(new Values(number, 0.5, List.of(number)), number);
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number", "half", "list"));
        }
    }
}
