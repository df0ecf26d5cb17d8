package dev.vendaval.tests.topologies.lifecycle;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.BasicOutputCollector;
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
import dev.vendaval.tests.topologies.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Topologies that do not get on, each for another reason. What the spout called source emits is replayed until acked. */
public final class Pressure {
    /** How many tuples there are where they come to an end. */
    public static final int TUPLES = 10;

    /** The tuple that does harm, once. */
    public static final int POISON = 3;

    /** As the default of topology.tuple.max.bytes. */
    public static final int LIMIT_BYTES = 64 << 20;

    /** The one whose values take nearly as much as a tuple may have. */
    public static final int LARGE = 5;

    /** Pending at most, in HOLD. */
    public static final int MAX_PENDING = 5;

    /** While it is not there, the bolt that loops goes on looping. */
    public static final String RELEASE = "release";

    private static final Fields FIELDS = new Fields("value");
    private static final long SLOW_NANOS = 50_000_000;

    private Pressure() {}

    /** What goes wrong. */
    public enum Mode {
        /** The bolt does not return from its first execute; another spout and bolt are not concerned. */
        LOOP,
        /** The bolt's stack overflows at the poison. */
        OVERFLOW,
        /** The bolt uses up the heap at the poison. */
        HEAP,
        /** A bolt emits one tuple that is nearly too large, and one that is too large. */
        TOO_LARGE,
        /** The bolt never acks, and little may be pending. */
        HOLD,
        /** The bolt takes 50 ms for a tuple. */
        SLOW,
        /** The spout has nothing. */
        EMPTY
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
        if (mode == Mode.HEAP) {
            config.setWorkerHeap("48MiB");
        }
        if (mode == Mode.HOLD) {
            config.setMaxSpoutPending(MAX_PENDING);
        }
        TopologySubmitter.submit(args[0], config, topology(args[1], mode));
    }

    private static Topology topology(String directory, Mode mode) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("source", new Source(mode));
        if (mode == Mode.TOO_LARGE) {
            builder.setBolt("maker", new Maker(directory)).shuffleGrouping("source");
            builder.setBolt("sink", new Sink(directory)).shuffleGrouping("maker");
        } else {
            builder.setBolt("bolt", new Suffering(directory, mode)).shuffleGrouping("source");
        }
        if (mode == Mode.LOOP) {
            builder.setSpout("free-source", new Source(mode));
            builder.setBolt("free", new Suffering(directory, Mode.EMPTY)).shuffleGrouping("free-source");
        }
        return builder.build();
    }

    /** True for the first who asks, over all workers and lives. */
    private static boolean isFirst(String directory, String what) {
        try {
            Files.createFile(Path.of(directory, what));
            return true;
        } catch (java.nio.file.FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Source implements Spout {
        private static final long serialVersionUID = 1L;
        private final Mode mode;
        private transient @Nullable SpoutOutputCollector collector;
        private transient Deque<Integer> waiting = new ArrayDeque<>();
        private transient int next;

        Source(Mode mode) {
            this.mode = mode;
        }

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output) {
            collector = output;
            waiting = new ArrayDeque<>();
            next = 0;
        }

        private int last() {
            return switch (mode) {
                case OVERFLOW, HEAP, TOO_LARGE -> TUPLES;
                case LOOP, HOLD, SLOW -> Integer.MAX_VALUE;
                case EMPTY -> 0;
            };
        }

        @Override
        public void nextTuple() {
            Integer id = waiting.poll();
            if (id == null && next < last()) {
                id = next++;
            }
            if (id != null) {
                Objects.requireNonNull(collector).emit(new Values(id), id);
            }
        }

        @Override
        public void fail(Object messageId) {
            waiting.add((Integer) messageId);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(FIELDS);
        }
    }

    private static final class Suffering implements Bolt {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private final Mode mode;
        private transient @Nullable OutputCollector collector;
        private transient int task;
        private transient long turns;

        Suffering(String directory, Mode mode) {
            this.directory = directory;
            this.mode = mode;
        }

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output) {
            collector = output;
            task = context.getThisTaskId();
            Records.append(
                    directory,
                    context.getThisComponentId(),
                    task,
                    "prepare " + ProcessHandle.current().pid());
        }

        @Override
        public void execute(Tuple input) {
            boolean poison = Objects.equals(input.getValue(0), POISON);
            switch (mode) {
                case LOOP -> loopIfFirst();
                case OVERFLOW -> {
                    if (poison && isFirst(directory, "overflown")) {
                        Records.append(directory, "depth", task, "depth " + deeper(1));
                    }
                }
                case HEAP -> {
                    if (poison && isFirst(directory, "out-of-memory")) {
                        fillHeap();
                    }
                }
                case SLOW -> LockSupport.parkNanos(SLOW_NANOS);
                case TOO_LARGE, HOLD, EMPTY -> {}
            }
            if (mode != Mode.HOLD) {
                Objects.requireNonNull(collector).ack(input);
            }
        }

        private void loopIfFirst() {
            if (isFirst(directory, "looped")) {
                while (!Files.exists(Path.of(directory, RELEASE))) {
                    turns++;
                }
                Records.append(directory, "turns", task, "turns " + turns);
            }
        }

        // That it has no end is the point.
        @SuppressWarnings("InfiniteRecursion")
        private static long deeper(long depth) {
            return 1 + deeper(depth + 1);
        }

        private void fillHeap() {
            List<byte[]> all = new ArrayList<>();
            for (int mebibytes = 0; mebibytes < 1 << 20; mebibytes++) {
                all.add(new byte[1 << 20]);
            }
            Records.append(directory, "bolt", task, "still alive with " + all.size() + " MiB");
        }
    }

    private static final class Maker implements BasicBolt {
        private static final long serialVersionUID = 1L;

        /** Count of values, type and length take a few bytes. */
        private static final int ROOM_FOR_THE_REST = 64;

        private final String directory;

        Maker(String directory) {
            this.directory = directory;
        }

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            int bytes = 1;
            if (Objects.equals(input.getValue(0), LARGE)) {
                bytes = LIMIT_BYTES - ROOM_FOR_THE_REST;
            } else if (Objects.equals(input.getValue(0), POISON) && isFirst(directory, "too-large")) {
                bytes = LIMIT_BYTES;
            }
            collector.emit(new Values(new byte[bytes]));
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(FIELDS);
        }
    }

    private static final class Sink implements BasicBolt {
        private static final long serialVersionUID = 1L;
        private final String directory;
        private transient int task;

        Sink(String directory) {
            this.directory = directory;
        }

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context) {
            task = context.getThisTaskId();
        }

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            byte[] value = (byte[]) Objects.requireNonNull(input.getValue(0));
            Records.append(directory, "sink", task, "got " + value.length);
        }
    }
}
