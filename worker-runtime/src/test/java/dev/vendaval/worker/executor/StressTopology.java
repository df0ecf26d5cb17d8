package dev.vendaval.worker.executor;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.BoltDeclarer;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A topology with every grouping, a feedback loop, components used from users' threads, and trees of which some fail.
 *
 * <pre>
 * tracked, plain --shuffle--&gt; work --fields--&gt; keyed (fails every {@link #FAILING}th tree)
 *                              | |--all-----&gt; everyone
 *                              | |--direct--&gt; named --partial key--&gt; leaf
 *                              | +--none----&gt; async (its emits and acks by a thread of its own) --global--&gt; leaf
 *                              +--fields----&gt; ping &lt;--shuffle--&gt; pong   (three times round)
 * </pre>
 */
final class StressTopology {
    static final int FAILING = 17;
    private static final int ROUNDS = 3;
    private static final int KEYS = 23;
    private static final long UNTRACKED = -1;
    private static final int BLOCKS_ONE_IN = 3_000;
    private static final Map<Long, StressTopology> RUNS = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();

    final StressJournal journal = new StressJournal();
    final AtomicLong emitted = new AtomicLong();
    private final AtomicLong sentCopies = new AtomicLong();
    private final AtomicLong doneCopies = new AtomicLong();
    final AtomicLong outcomes = new AtomicLong();
    private final long run = NUMBERS.incrementAndGet();
    private final long seed;
    private final CountDownLatch never = new CountDownLatch(1);
    private volatile boolean emitting = true;

    StressTopology(long seed) {
        this.seed = seed;
        RUNS.put(run, this);
    }

    Topology build() {
        SplittableRandom random = new SplittableRandom(seed);
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("tracked", new Source(run, true), 1 + random.nextInt(2));
        builder.setSpout("plain", new Source(run, false), 1);
        bolt(builder, "work", random).shuffleGrouping("tracked").localOrShuffleGrouping("plain");
        bolt(builder, "keyed", random).fieldsGrouping("work", "keys", new Fields("key"));
        bolt(builder, "everyone", random).allGrouping("work", "all");
        bolt(builder, "named", random).directGrouping("work", "direct");
        bolt(builder, "async", random).noneGrouping("work", "none");
        bolt(builder, "leaf", random)
                .partialKeyGrouping("named", new Fields("key"))
                .globalGrouping("async");
        bolt(builder, "ping", random)
                .fieldsGrouping("work", "cycle", new Fields("key"))
                .shuffleGrouping("pong");
        bolt(builder, "pong", random).shuffleGrouping("ping");
        return builder.build();
    }

    private BoltDeclarer bolt(TopologyBuilder builder, String id, SplittableRandom random) {
        int executors = 1 + random.nextInt(3);
        return builder.setBolt(id, new Stage(run, id), executors).setNumTasks(executors + random.nextInt(2));
    }

    void stopEmitting() {
        emitting = false;
    }

    /** Whether every copy sent so far is done with, also by users' threads. */
    boolean allDone() {
        return doneCopies.get() == sentCopies.get();
    }

    private void sent(StressJournal.Desk desk, String stream, long number, List<Integer> receivers) {
        desk.sent(stream, number, receivers);
        sentCopies.addAndGet(receivers.size());
    }

    void forget() {
        RUNS.remove(run);
    }

    private static StressTopology of(long run) {
        return Objects.requireNonNull(RUNS.get(run));
    }

    /** What a user's code may do to its thread, now and then. */
    private void loiter(SplittableRandom random) {
        int kind = random.nextInt(BLOCKS_ONE_IN);
        if (kind > 1) {
            return;
        }
        long nanos = random.nextLong(1_000_000, kind == 0 ? 15_000_000 : 8_000_000);
        try {
            if (kind == 0) {
                // Never counted down: the wait is the point.
                never.await(nanos, TimeUnit.NANOSECONDS);
                return;
            }
        } catch (InterruptedException e) {
            journal.wrong("interrupted");
            Thread.currentThread().interrupt();
        }
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < nanos) {
            Thread.onSpinWait();
        }
    }

    private static Values values(long number, long root, int round) {
        return new Values(number, root, (int) Math.floorMod(number * 31 + root, (long) KEYS), round);
    }

    private static Fields fields() {
        return new Fields("number", "root", "key", "round");
    }

    private static long number(Tuple tuple) {
        return Objects.requireNonNull(tuple.getLong(0));
    }

    private static long root(Tuple tuple) {
        return Objects.requireNonNull(tuple.getLong(1));
    }

    /** A spout; the roots of the tracked one are its message ids. */
    private static final class Source implements Spout {
        private final long run;
        private final boolean tracked;
        private transient @Nullable StressTopology topology;
        private transient StressJournal.@Nullable Desk desk;
        private transient @Nullable SpoutOutputCollector collector;
        private transient @Nullable SplittableRandom random;
        private transient @Nullable Set<Object> pending;

        Source(long run, boolean tracked) {
            this.run = run;
            this.tracked = tracked;
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(fields());
        }

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector given) {
            topology = of(run);
            desk = topology.journal.desk(context.getThisTaskId());
            random = new SplittableRandom(topology.seed + context.getThisTaskId());
            collector = given;
            pending = new HashSet<>();
        }

        @Override
        public void nextTuple() {
            Objects.requireNonNull(desk).enter();
            emitSome();
            Objects.requireNonNull(desk).leave();
        }

        private void emitSome() {
            StressTopology all = Objects.requireNonNull(topology);
            SplittableRandom dice = Objects.requireNonNull(random);
            all.loiter(dice);
            // Now and then nothing, so that loops park.
            if (!all.emitting || dice.nextInt(40) == 0) {
                return;
            }
            StressJournal.Desk own = Objects.requireNonNull(desk);
            SpoutOutputCollector out = Objects.requireNonNull(collector);
            long number = own.number("default");
            if (!tracked) {
                all.sent(own, "default", number, out.emit(values(number, UNTRACKED, 0)));
                return;
            }
            Objects.requireNonNull(pending).add(number);
            all.emitted.incrementAndGet();
            all.sent(own, "default", number, out.emit(values(number, number, 0), number));
        }

        @Override
        public void ack(Object messageId) {
            outcome(messageId, false);
        }

        @Override
        public void fail(Object messageId) {
            outcome(messageId, true);
        }

        private void outcome(Object messageId, boolean failed) {
            StressTopology all = Objects.requireNonNull(topology);
            Objects.requireNonNull(desk).enter();
            if (!Objects.requireNonNull(pending).remove(messageId)) {
                all.journal.wrong("a second outcome of " + messageId);
            }
            if (((long) messageId % FAILING == 0) != failed) {
                all.journal.wrong(messageId + (failed ? " failed" : " acked"));
            }
            all.loiter(Objects.requireNonNull(random));
            Objects.requireNonNull(desk).leave();
            all.outcomes.incrementAndGet();
        }
    }

    /** All bolts: what one does follows from its id. */
    private static final class Stage implements Bolt {
        private final long run;
        private final String id;
        private transient @Nullable StressTopology topology;
        private transient StressJournal.@Nullable Desk desk;
        private transient @Nullable OutputCollector collector;
        private transient @Nullable SplittableRandom random;
        private transient @Nullable ExecutorService ownThread;
        private transient @Nullable List<Integer> named;

        Stage(long run, String id) {
            this.run = run;
            this.id = id;
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            switch (id) {
                case "work" -> {
                    List.of("keys", "all", "none", "cycle").forEach(stream -> declarer.declareStream(stream, fields()));
                    declarer.declareStream("direct", true, fields());
                }
                case "named", "async", "ping", "pong" -> declarer.declare(fields());
                default -> {}
            }
        }

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector given) {
            topology = of(run);
            desk = topology.journal.desk(context.getThisTaskId());
            random = new SplittableRandom(topology.seed - context.getThisTaskId());
            collector = given;
            if (id.equals("async")) {
                ownThread = Executors.newSingleThreadExecutor(
                        task -> new Thread(task, "stress-user-" + context.getThisTaskId()));
            }
            if (id.equals("work")) {
                named = context.getComponentTasks("named");
            }
        }

        @Override
        public void execute(Tuple input) {
            StressJournal.Desk own = Objects.requireNonNull(desk);
            own.enter();
            own.received(input, number(input));
            Objects.requireNonNull(topology).loiter(Objects.requireNonNull(random));
            if (perform(input)) {
                Objects.requireNonNull(topology).doneCopies.incrementAndGet();
            }
            own.leave();
        }

        /** False if another thread does it. */
        private boolean perform(Tuple input) {
            OutputCollector out = Objects.requireNonNull(collector);
            switch (id) {
                case "work" -> fanOut(input);
                case "named" -> emit("default", input);
                case "async" -> {
                    Objects.requireNonNull(ownThread).execute(() -> {
                        emit("default", input);
                        out.ack(input);
                        Objects.requireNonNull(topology).doneCopies.incrementAndGet();
                    });
                    return false;
                }
                case "ping", "pong" -> {
                    if (Objects.requireNonNull(input.getInteger(3)) < ROUNDS) {
                        emit("default", input);
                    }
                }
                case "keyed" -> {
                    if (root(input) != UNTRACKED && root(input) % FAILING == 0) {
                        out.fail(input);
                        return true;
                    }
                }
                default -> {}
            }
            out.ack(input);
            return true;
        }

        private void fanOut(Tuple input) {
            SplittableRandom dice = Objects.requireNonNull(random);
            emit("keys", input);
            emit("all", input);
            emit("none", input);
            if (dice.nextInt(4) == 0) {
                emit("cycle", input);
            }
            StressJournal.Desk own = Objects.requireNonNull(desk);
            List<Integer> targets = Objects.requireNonNull(named);
            int target = targets.get(dice.nextInt(targets.size()));
            long number = own.number("direct");
            Objects.requireNonNull(collector).emitDirect(target, "direct", input, values(number, root(input), 0));
            Objects.requireNonNull(topology).sent(own, "direct", number, List.of(target));
        }

        /** On the task's thread, or always on the other one. */
        private void emit(String stream, Tuple anchor) {
            StressJournal.Desk own = Objects.requireNonNull(desk);
            long number = own.number(stream);
            int round = Objects.requireNonNull(anchor.getInteger(3)) + (id.equals("ping") ? 1 : 0);
            List<Integer> receivers =
                    Objects.requireNonNull(collector).emit(stream, anchor, values(number, root(anchor), round));
            Objects.requireNonNull(topology).sent(own, stream, number, receivers);
        }

        @Override
        public void cleanup() {
            if (ownThread != null) {
                ownThread.shutdown();
            }
        }
    }
}
