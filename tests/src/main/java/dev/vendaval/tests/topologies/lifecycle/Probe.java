package dev.vendaval.tests.topologies.lifecycle;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.Config;
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
import dev.vendaval.tests.topologies.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * For worker processes: notes callbacks and process ids in files, and has its first worker die as asked. The spout emits
 * {@link #TUPLES} tuples until each is acked.
 */
public final class Probe {
    public static final int TUPLES = 10;

    private Probe() {}

    /** What the bolt does. */
    public enum Mode {
        /** Never acks. */
        HOLD,
        ACK,
        /** The first one throws; the topology is configured to end the worker then. */
        THROW,
        /** The first one uses up the heap. */
        OUT_OF_MEMORY
    }

    /**
     * Submits it.
     *
     * @param args name, directory, mode, workers
     */
    public static void main(String[] args) {
        Mode mode = Mode.valueOf(args[2]);
        Config config = new Config();
        config.setNumWorkers(Integer.parseInt(args[3]));
        config.setWorkerHeap("48MiB");
        if (mode == Mode.THROW) {
            config.put(Config.TOPOLOGY_EXECUTOR_ON_ERROR, "worker");
        }
        TopologySubmitter.submit(args[0], config, topology(args[1], mode));
    }

    private static Topology topology(String directory, Mode mode) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("source", new Source(directory));
        builder.setBolt("bolt", new Dying(directory, mode)).shuffleGrouping("source");
        return builder.build();
    }

    /** Notes everything but repeated {@code nextTuple}. */
    private static final class Source implements Spout {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private transient @Nullable SpoutOutputCollector collector;
        private transient int task;
        private transient boolean asked;
        private transient Deque<Integer> waiting = new ArrayDeque<>();

        Source(String directory) {
            this.directory = directory;
        }

        private void note(String line) {
            Records.append(directory, "source", task, line);
        }

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
            collector = output;
            task = context.getThisTaskId();
            waiting = new ArrayDeque<>();
            for (int id = 0; id < TUPLES; id++) {
                waiting.add(id);
            }
            note("open");
        }

        @Override
        public void activate() {
            note("activate");
        }

        @Override
        public void deactivate() {
            note("deactivate");
        }

        @Override
        public void nextTuple() {
            if (!asked) {
                asked = true;
                note("nextTuple");
            }
            Integer id = waiting.poll();
            if (id != null) {
                Objects.requireNonNull(collector).emit(new Values(id), id);
            }
        }

        @Override
        public void ack(Object messageId) {
            note("ack " + messageId);
        }

        @Override
        public void fail(Object messageId) {
            note("fail " + messageId);
            waiting.add((Integer) messageId);
        }

        @Override
        public void close() {
            note("close");
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(DiarySpout.FIELDS);
        }
    }

    private static final class Dying implements Bolt {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private final Mode mode;
        private transient @Nullable OutputCollector collector;
        private transient int task;
        private transient boolean dies;

        Dying(String directory, Mode mode) {
            this.directory = directory;
            this.mode = mode;
        }

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output)
                throws IOException {
            collector = output;
            task = context.getThisTaskId();
            note("prepare " + ProcessHandle.current().pid());
            Path marker = Path.of(directory, "dies-once");
            dies = mode != Mode.HOLD && mode != Mode.ACK && !Files.exists(marker);
            if (dies) {
                Files.createFile(marker);
            }
        }

        private void note(String line) {
            Records.append(directory, "bolt", task, line);
        }

        @Override
        public void execute(Tuple input) {
            note("execute " + input.getValue(0));
            if (dies) {
                die();
            }
            if (mode != Mode.HOLD) {
                Objects.requireNonNull(collector).ack(input);
            }
        }

        private void die() {
            switch (mode) {
                case THROW -> throw new IllegalStateException("ends the worker");
                case OUT_OF_MEMORY -> {
                    List<byte[]> all = new ArrayList<>();
                    for (int mebibytes = 0; mebibytes < 1 << 20; mebibytes++) {
                        all.add(new byte[1 << 20]);
                    }
                    note("still alive with " + all.size() + " MiB");
                }
                default -> {}
            }
        }

        @Override
        public void cleanup() {
            note("cleanup");
        }
    }
}
