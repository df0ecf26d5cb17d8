package dev.vendaval.worker.host;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.StateHandover;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.api.WorkerContext;
import dev.vendaval.api.WorkerHook;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A topology that counts: numbers, grouped by their last digits, and what the test sees of it. */
final class Numbers {
    static final Map<String, Numbers> RUNS = new ConcurrentHashMap<>();

    /** How many numbers may be emitted by now; all, unless a test says otherwise. */
    final AtomicInteger allowed = new AtomicInteger(Integer.MAX_VALUE);

    /** What each task of "count" hands over. */
    final AtomicInteger memoryBytes = new AtomicInteger();

    final AtomicInteger restoredBytes = new AtomicInteger();
    final AtomicInteger emitted = new AtomicInteger();
    final AtomicInteger acked = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    final AtomicInteger executed = new AtomicInteger();
    final Map<Integer, Integer> taskOfKey = new ConcurrentHashMap<>();
    final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
    final AtomicInteger misplaced = new AtomicInteger();

    static Numbers run(String name) {
        return RUNS.computeIfAbsent(name, each -> new Numbers());
    }

    static Topology topology(String run, int count, boolean ack, boolean withHook) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", new NumberSpout(run, count), 1);
        builder.setBolt("pass", new PassBolt(), 2).shuffleGrouping("numbers");
        builder.setBolt("count", new CountBolt(run, ack), 3).fieldsGrouping("pass", new Fields("key"));
        if (withHook) {
            builder.addWorkerHook(new RecordingHook(run));
        }
        return builder.build();
    }

    static Topology failingHook(String message) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", new NumberSpout("failing-hook", 1), 1);
        builder.addWorkerHook(new FailingHook(message));
        return builder.build();
    }

    private static final class FailingHook implements WorkerHook {
        private final String message;

        FailingHook(String message) {
            this.message = message;
        }

        @Override
        public void start(Map<String, Object> configuration, WorkerContext context) {
            throw new IllegalStateException(message);
        }
    }

    private static final class RecordingHook implements WorkerHook {
        private final String run;

        RecordingHook(String run) {
            this.run = run;
        }

        @Override
        public void start(Map<String, Object> configuration, WorkerContext context) {
            Numbers.run(run).events.add("hook start " + context.getThisWorkerTasks());
        }

        @Override
        public void shutdown() {
            Numbers.run(run).events.add("hook shutdown");
        }
    }

    private static final class NumberSpout implements Spout {
        private final String run;
        private final int count;
        private int next;
        private transient @Nullable SpoutOutputCollector collector;

        NumberSpout(String run, int count) {
            this.run = run;
            this.count = count;
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number"));
        }

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector given) {
            collector = given;
            Numbers.run(run).events.add("open");
            System.out.println("opened " + run + " as task " + context.getThisTaskId());
        }

        @Override
        public void nextTuple() {
            if (next < count && next < Numbers.run(run).allowed.get()) {
                Objects.requireNonNull(collector).emit(List.of(next), next);
                next++;
                Numbers.run(run).emitted.incrementAndGet();
            }
        }

        @Override
        public void ack(Object messageId) {
            Numbers.run(run).acked.incrementAndGet();
        }

        @Override
        public void fail(Object messageId) {
            Numbers.run(run).failed.incrementAndGet();
        }

        @Override
        public void close() {
            Numbers.run(run).events.add("close");
        }
    }

    private static final class PassBolt implements Bolt {
        private transient @Nullable OutputCollector collector;

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("key", "number"));
        }

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector given) {
            collector = given;
        }

        @Override
        public void execute(Tuple input) {
            OutputCollector out = Objects.requireNonNull(collector);
            int number = Objects.requireNonNull(input.getInteger(0));
            out.emit(input, new Values("key-" + number % 97, number));
            out.ack(input);
        }
    }

    private static final class CountBolt implements Bolt, StateHandover {
        private final String run;
        private final boolean ack;
        private transient @Nullable OutputCollector collector;
        private int task;

        CountBolt(String run, boolean ack) {
            this.run = run;
            this.ack = ack;
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {}

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector given) {
            collector = given;
            task = context.getThisTaskId();
        }

        @Override
        public void execute(Tuple input) {
            Numbers seen = Numbers.run(run);
            int key = Objects.requireNonNull(input.getInteger(1)) % 97;
            Integer before = seen.taskOfKey.putIfAbsent(key, task);
            if (before != null && before != task) {
                seen.misplaced.incrementAndGet();
            }
            seen.executed.incrementAndGet();
            if (ack) {
                Objects.requireNonNull(collector).ack(input);
            }
        }

        @Override
        public byte[] save() {
            return new byte[Numbers.run(run).memoryBytes.get()];
        }

        @Override
        public void restore(byte[] state) {
            Numbers.run(run).restoredBytes.addAndGet(state.length);
        }

        @Override
        public void cleanup() {
            Numbers.run(run).events.add("cleanup");
        }
    }
}
