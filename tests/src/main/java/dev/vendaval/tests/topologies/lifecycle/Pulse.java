package dev.vendaval.tests.topologies.lifecycle;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.Config;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.TopologySubmitter;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.tests.topologies.Records;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** For tests of daemons' deaths: runs for ever, and its bolt notes each tuple, about 20 a second, with its process id. */
public final class Pulse {
    private static final long INTERVAL_NANOS = 50_000_000;

    private Pulse() {}

    /**
     * Submits it.
     *
     * @param args name, directory
     */
    public static void main(String[] args) {
        Config config = new Config();
        config.setWorkerHeap("48MiB");
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("heart", new Heart());
        builder.setBolt("pulse", new Noting(args[1])).shuffleGrouping("heart");
        TopologySubmitter.submit(args[0], config, builder.build());
    }

    private static final class Heart implements Spout {
        private static final long serialVersionUID = 1L;
        private transient @Nullable SpoutOutputCollector collector;
        private transient long dueNanos;
        private transient long number;

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
            collector = output;
            dueNanos = System.nanoTime();
        }

        @Override
        public void nextTuple() {
            if (System.nanoTime() - dueNanos >= 0) {
                dueNanos += INTERVAL_NANOS;
                Objects.requireNonNull(collector).emit(new Values(number), number);
                number++;
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(DiarySpout.FIELDS);
        }
    }

    private static final class Noting implements Bolt {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private transient @Nullable OutputCollector collector;
        private transient int task;

        Noting(String directory) {
            this.directory = directory;
        }

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output) {
            collector = output;
            task = context.getThisTaskId();
        }

        @Override
        public void execute(Tuple input) {
            Records.append(directory, "pulse", task, ProcessHandle.current().pid() + " " + input.getValue(0));
            Objects.requireNonNull(collector).ack(input);
        }
    }
}
