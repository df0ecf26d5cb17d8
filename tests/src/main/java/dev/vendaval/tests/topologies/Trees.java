package dev.vendaval.tests.topologies;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.BasicOutputCollector;
import dev.vendaval.api.Config;
import dev.vendaval.api.FailedException;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tuple trees of every shape, and every misuse of them, one {@link Case} each. The spout tasks emit each case {@value
 * #REPEAT} times and note {@code emit|ack|fail <case> <number> <milliseconds since the emit>}, {@code restarted}, and {@code
 * done} when there is an outcome for each emit.
 */
public final class Trees {
    public static final String SPOUT = "cases";
    public static final int SPOUTS = 2;
    public static final int REPEAT = 4;
    public static final long TIMEOUT_MS = 2_000;
    /** When a {@link Case#LATE_ACK} is acked at last; the bolt notes {@code late ack}. */
    public static final long LATE_MS = 3_500;
    /** When {@link Case#RESET_ENDS} is reset for the last time. */
    public static final long RESET_END_MS = 1_000;

    private static final long RESET_MS = 3_000;
    private static final long SLOW_MS = 1_300;
    private static final int TASKS = 4;

    /** What the bolt at the end does with its tuple. */
    enum Leaf {
        ACKS,
        FAILS,
        KEEPS
    }

    /** One shape of tree, or one misuse. */
    public enum Case {
        /** The first bolt acks, fails or keeps it. */
        PLAIN,
        FAILED,
        KEPT,
        /** A child, anchored. */
        CHILD,
        CHILD_FAILS(Leaf.FAILS),
        CHILD_KEPT(Leaf.KEEPS),
        /** A child, not anchored. */
        UNANCHORED_FAILS(Leaf.FAILS),
        UNANCHORED_KEPT(Leaf.KEEPS),
        /** A copy for each task of an all grouping. */
        COPIES,
        ONE_COPY_FAILS,
        ONE_COPY_KEPT,
        /** Two children of one root, joined: the grandchild is anchored to both. */
        HALVES,
        HALVES_FAIL(Leaf.FAILS),
        HALVES_KEPT(Leaf.KEEPS),
        /** Two roots, joined. */
        PAIR,
        PAIR_FAILS(Leaf.FAILS),
        PAIR_KEPT(Leaf.KEEPS),
        /** The same anchor given twice. */
        TWICE_ANCHORED,
        TWICE_ANCHORED_KEPT(Leaf.KEEPS),
        /** Acked twice, without and with a child. */
        TWICE_ACKED,
        TWICE_ACKED_CHILD,
        TWICE_ACKED_CHILD_KEPT(Leaf.KEEPS),
        ACKED_THEN_FAILED,
        FAILED_THEN_ACKED,
        /** A child anchored to what is acked already, while the tree goes on through another child. */
        LATE_ANCHOR,
        LATE_ANCHOR_FAILS(Leaf.FAILS),
        LATE_ANCHOR_KEPT(Leaf.KEEPS),
        /** Acked by a bolt that it was not sent to, and by no other. */
        FOREIGN_ACK,
        /** Failed by a bolt that it was not sent to, then acked by its own. */
        FOREIGN_FAIL,
        /** Acked long after it has timed out. */
        LATE_ACK,
        /** Held for longer than the time-out, with resets. */
        RESET,
        RESET_ENDS(Leaf.KEEPS),
        /** Each step is shorter than the time-out, all together are longer. */
        SLOW,
        /** Through a basic bolt. */
        BASIC,
        BASIC_CHILD_FAILS(Leaf.FAILS),
        BASIC_CHILD_KEPT(Leaf.KEEPS),
        BASIC_FAILED,
        BASIC_THROWS,
        /** On a stream without subscribers. */
        NOBODY,
        /** Emitted in open. */
        OPENED,
        /** Emitted in ack. */
        FROM_ACK,
        /** Several with equal message ids, one of which fails. */
        EQUAL_IDS,
        /** Without a message id: no outcome at all, whatever is done to it. */
        UNTRACKED(Leaf.FAILS);

        private final Leaf leaf;

        Case() {
            this(Leaf.ACKS);
        }

        Case(Leaf leaf) {
            this.leaf = leaf;
        }
    }

    private static final List<Case> CASES = List.of(Case.values());
    private static final Fields FIELDS = new Fields("case", "sender", "number", "part");
    private static final String HALVES = "halves";
    private static final String PAIRS = "pairs";
    private static final String COPIES = "copies";
    private static final String NEAR = "near";
    private static final String BASIC = "basic";
    private static final String THROWING = "throwing";
    private static final String NOBODY = "nobody";

    /** Inputs handed to a bolt they do not belong to; both run in one worker. */
    private static final Map<String, Tuple> FOREIGN = new ConcurrentHashMap<>();

    private Trees() {}

    public static Topology topology(String directory) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SPOUT, new Cases(directory), SPOUTS);
        builder.setBolt("work", new Work(directory), TASKS / 2)
                .setNumTasks(TASKS)
                .shuffleGrouping(SPOUT);
        builder.setBolt("join", new Join(directory), 2)
                .fieldsGrouping("work", HALVES, new Fields("case", "sender", "number"))
                .fieldsGrouping(SPOUT, PAIRS, new Fields("case", "sender", "number"));
        builder.setBolt("copy", new Copy(directory), TASKS / 2)
                .setNumTasks(TASKS)
                .allGrouping("work", COPIES);
        builder.setBolt(BASIC, new Basic(), 2).shuffleGrouping(SPOUT, BASIC);
        builder.setBolt(THROWING, new Throwing(directory)).shuffleGrouping(SPOUT, THROWING);
        builder.setBolt("leaf", new LeafBolt(directory), 2)
                .setNumTasks(TASKS)
                .shuffleGrouping("work")
                .localOrShuffleGrouping("work", NEAR)
                .shuffleGrouping("join")
                .shuffleGrouping(BASIC);
        return builder.build();
    }

    private static Case caseOf(Tuple tuple) {
        return (Case) Objects.requireNonNull(tuple.getValue(0));
    }

    private static String key(Tuple tuple) {
        return tuple.getValue(0) + " " + tuple.getValue(1) + " " + tuple.getValue(2);
    }

    private static Values values(Tuple input, int part) {
        return new Values(input.getValue(0), input.getValue(1), input.getValue(2), part);
    }

    /** A message id: neither serializable nor equal to another of its kind. */
    private static final class Token {
        private final Case shape;
        private final int number;
        private final long emittedNanos = System.nanoTime();

        Token(Case shape, int number) {
            this.shape = shape;
            this.number = number;
        }

        String line(String what) {
            long elapsedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - emittedNanos);
            return what + " " + shape + " " + number + " " + elapsedMs;
        }
    }

    private static final class Cases extends JournalSpout {
        private static final long serialVersionUID = 1L;
        private static final String EQUAL = "equal";
        private transient int next;
        private transient boolean noted;
        private transient int open;

        Cases(String directory) {
            super(directory);
        }

        @Override
        void opened() {
            emit("default", Case.OPENED, 0, 0);
        }

        @Override
        void next() {
            if (next == REPEAT * CASES.size()) {
                noteIfDone();
                return;
            }
            Case shape = CASES.get(next % CASES.size());
            int number = next / CASES.size();
            next++;
            switch (shape) {
                case OPENED, FROM_ACK -> {}
                case EQUAL_IDS -> emitEqualIds(number);
                case UNTRACKED -> collector().emit(values(shape, number, 0));
                case PAIR, PAIR_FAILS, PAIR_KEPT -> {
                    emit(PAIRS, shape, number, 0);
                    emit(PAIRS, shape, number, 1);
                }
                case BASIC, BASIC_CHILD_FAILS, BASIC_CHILD_KEPT, BASIC_FAILED -> emit(BASIC, shape, number, 0);
                case BASIC_THROWS -> {
                    if (number == 0) {
                        emit(THROWING, shape, number, 0);
                    }
                }
                case NOBODY -> emit(NOBODY, shape, number, 0);
                default -> emit("default", shape, number, 0);
            }
        }

        private void emit(String stream, Case shape, int number, int part) {
            Token token = new Token(shape, number);
            open++;
            note(token.line("emit"));
            collector().emit(stream, values(shape, number, part), token);
        }

        private void emitEqualIds(int number) {
            for (Case shape : List.of(Case.PLAIN, Case.FAILED, Case.PLAIN)) {
                open++;
                note("emit " + Case.EQUAL_IDS + " " + number + " 0");
                collector().emit(values(shape, number, 0), EQUAL);
            }
        }

        private Values values(Case shape, int number, int part) {
            return new Values(shape, context().getThisTaskId(), number, part);
        }

        @Override
        void done(Object messageId, boolean acked) {
            open--;
            String what = acked ? "ack" : "fail";
            if (messageId instanceof Token token) {
                note(token.line(what));
                if (acked && token.shape == Case.PLAIN) {
                    emit("default", Case.FROM_ACK, token.number, 0);
                }
            } else {
                note(what + " " + Case.EQUAL_IDS + " 0 0");
            }
            noteIfDone();
        }

        /** Asked from both callbacks: the last cases emit nothing, so the last ack may come before or after them. */
        private void noteIfDone() {
            if (!noted && open == 0 && next == REPEAT * CASES.size()) {
                noted = true;
                note("done");
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(FIELDS);
            for (String stream : List.of(PAIRS, BASIC, THROWING, NOBODY)) {
                declarer.declareStream(stream, FIELDS);
            }
        }
    }

    /** Holds tuples until their time; ticks drive it, so its thread is free meanwhile. */
    private static final class Holder {
        private final List<Held> held = new ArrayList<>();

        private record Held(Tuple tuple, long dueNanos, Runnable atTick, Runnable atEnd) {}

        void hold(Tuple tuple, long milliseconds, Runnable atTick, Runnable atEnd) {
            held.add(new Held(tuple, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds), atTick, atEnd));
        }

        void tick() {
            long now = System.nanoTime();
            for (Iterator<Held> all = held.iterator(); all.hasNext(); ) {
                Held next = all.next();
                if (now - next.dueNanos() < 0) {
                    next.atTick().run();
                } else {
                    all.remove();
                    next.atEnd().run();
                }
            }
        }
    }

    /** What is common to the bolts that ack by hand: an exception out of the collector is noted. */
    private abstract static class TreeBolt extends JournalBolt {
        private static final long serialVersionUID = 1L;
        private transient @Nullable Holder holder;

        TreeBolt(String directory) {
            super(directory);
        }

        @Override
        public Map<String, Object> getComponentConfiguration() {
            return Map.of(Config.TOPOLOGY_TICK_TUPLE_FREQ, "50ms");
        }

        @Override
        void prepared() {
            holder = new Holder();
        }

        final Holder holder() {
            return Objects.requireNonNull(holder);
        }

        @Override
        public final void execute(Tuple input) {
            try {
                if (input.isTick()) {
                    holder().tick();
                    mistreatTick(input);
                } else {
                    process(input);
                }
            } catch (RuntimeException e) {
                note("violation " + e);
                throw e;
            }
        }

        private void mistreatTick(Tuple tick) {
            collector().ack(tick);
            collector().fail(tick);
            collector().ack(tick);
            collector().resetTimeout(tick);
        }

        abstract void process(Tuple input);
    }

    private static final class Work extends TreeBolt {
        private static final long serialVersionUID = 1L;

        Work(String directory) {
            super(directory);
        }

        @Override
        void process(Tuple input) {
            switch (caseOf(input)) {
                case PLAIN, OPENED, FROM_ACK -> collector().ack(input);
                case FAILED -> collector().fail(input);
                case KEPT -> {}
                case CHILD, CHILD_FAILS, CHILD_KEPT -> {
                    collector().emit(input, values(input, 0));
                    collector().ack(input);
                }
                case UNANCHORED_FAILS, UNANCHORED_KEPT -> {
                    collector().emit(values(input, 0));
                    collector().ack(input);
                }
                case COPIES, ONE_COPY_FAILS, ONE_COPY_KEPT -> {
                    collector().emit(COPIES, input, values(input, 0));
                    collector().ack(input);
                }
                case HALVES, HALVES_FAIL, HALVES_KEPT -> {
                    collector().emit(HALVES, input, values(input, 0));
                    collector().emit(HALVES, input, values(input, 1));
                    collector().ack(input);
                }
                case LATE_ACK, RESET, RESET_ENDS, SLOW, FOREIGN_FAIL -> hold(input);
                default -> misuse(input);
            }
        }

        private void hold(Tuple input) {
            Runnable reset = () -> collector().resetTimeout(input);
            switch (caseOf(input)) {
                case RESET ->
                    holder().hold(input, RESET_MS, reset, () -> collector().ack(input));
                case RESET_ENDS -> holder().hold(input, RESET_END_MS, reset, () -> {});
                case LATE_ACK ->
                    holder().hold(input, LATE_MS, () -> {}, () -> {
                        collector().ack(input);
                        note("late ack");
                    });
                case SLOW ->
                    holder().hold(input, SLOW_MS, () -> {}, () -> {
                        collector().emit(input, values(input, 0));
                        collector().ack(input);
                    });
                default -> {
                    lend(input);
                    holder().hold(
                                    input,
                                    TIMEOUT_MS / 2,
                                    () -> {},
                                    () -> collector().ack(input));
                }
            }
        }

        private void misuse(Tuple input) {
            switch (caseOf(input)) {
                case TWICE_ANCHORED, TWICE_ANCHORED_KEPT -> {
                    collector().emit(List.of(input, input), values(input, 0));
                    collector().ack(input);
                }
                case TWICE_ACKED -> {
                    collector().ack(input);
                    collector().ack(input);
                }
                case TWICE_ACKED_CHILD, TWICE_ACKED_CHILD_KEPT -> {
                    collector().emit(input, values(input, 0));
                    collector().ack(input);
                    collector().ack(input);
                }
                case ACKED_THEN_FAILED -> {
                    collector().ack(input);
                    collector().fail(input);
                }
                case FAILED_THEN_ACKED -> {
                    collector().fail(input);
                    collector().ack(input);
                }
                case LATE_ANCHOR, LATE_ANCHOR_FAILS, LATE_ANCHOR_KEPT -> {
                    // The child in time is another case for the leaf, which holds it so that the tree is still open.
                    collector().emit(input, new Values(Case.SLOW, input.getValue(1), input.getValue(2), 0));
                    collector().ack(input);
                    collector().emit(input, values(input, 0));
                }
                case FOREIGN_ACK -> lend(input);
                case UNTRACKED -> {
                    collector().emit(input, values(input, 0));
                    collector().ack(input);
                    collector().fail(input);
                    collector().ack(input);
                }
                default -> note("violation unexpected " + key(input));
            }
        }

        private void lend(Tuple input) {
            FOREIGN.put(directory() + " " + key(input), input);
            collector().emit(NEAR, values(input, 0));
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(FIELDS);
            for (String stream : List.of(HALVES, COPIES, NEAR)) {
                declarer.declareStream(stream, FIELDS);
            }
        }
    }

    private static final class Join extends TreeBolt {
        private static final long serialVersionUID = 1L;
        private transient Map<String, Tuple> waiting = Map.of();

        Join(String directory) {
            super(directory);
        }

        @Override
        void prepared() {
            super.prepared();
            waiting = new HashMap<>();
        }

        @Override
        void process(Tuple input) {
            Tuple other = waiting.remove(key(input));
            if (other == null) {
                waiting.put(key(input), input);
            } else {
                collector().emit(List.of(other, input), values(input, 0));
                collector().ack(other);
                collector().ack(input);
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(FIELDS);
        }
    }

    private static final class Copy extends TreeBolt {
        private static final long serialVersionUID = 1L;

        Copy(String directory) {
            super(directory);
        }

        @Override
        void process(Tuple input) {
            note("copy " + key(input));
            // A different task for each tree.
            boolean chosen = Objects.requireNonNull(input.getInteger(2)) % TASKS
                    == context().getThisTaskIndex();
            if (chosen && caseOf(input) == Case.ONE_COPY_FAILS) {
                collector().fail(input);
            } else if (!chosen || caseOf(input) != Case.ONE_COPY_KEPT) {
                collector().ack(input);
            }
        }
    }

    private static final class LeafBolt extends TreeBolt {
        private static final long serialVersionUID = 1L;

        LeafBolt(String directory) {
            super(directory);
        }

        @Override
        void process(Tuple input) {
            Case shape = caseOf(input);
            note("leaf " + shape);
            switch (shape) {
                case SLOW ->
                    holder().hold(input, SLOW_MS, () -> {}, () -> collector().ack(input));
                case FOREIGN_ACK -> collector().ack(foreign(input));
                case FOREIGN_FAIL -> collector().fail(foreign(input));
                default -> end(input, shape.leaf);
            }
        }

        private Tuple foreign(Tuple input) {
            return Objects.requireNonNull(FOREIGN.remove(directory() + " " + key(input)));
        }

        private void end(Tuple input, Leaf leaf) {
            switch (leaf) {
                case ACKS -> collector().ack(input);
                case FAILS -> collector().fail(input);
                case KEEPS -> {}
            }
        }
    }

    private static final class Basic implements BasicBolt {
        private static final long serialVersionUID = 1L;

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            collector.emit(values(input, 0));
            if (caseOf(input) == Case.BASIC_FAILED) {
                throw new FailedException("on purpose");
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(FIELDS);
        }
    }

    private static final class Throwing implements BasicBolt {
        private static final long serialVersionUID = 1L;
        private final String directory;

        Throwing(String directory) {
            this.directory = directory;
        }

        @Override
        public void prepare(Map<String, Object> configuration, TopologyContext context) {
            try (Journal journal = Journal.open(directory, context)) {
                journal.note("prepared");
            }
        }

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {
            throw new IllegalStateException("on purpose, not to be failed but restarted");
        }
    }
}
