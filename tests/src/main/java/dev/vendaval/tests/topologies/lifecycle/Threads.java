package dev.vendaval.tests.topologies.lifecycle;

import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;

/** Components that use threads of their own, and components that block. */
public final class Threads {
    public static final int SPOUTS = 2;
    public static final int FROM_OTHER_THREADS = 2_000;
    public static final int FROM_OWN_THREAD = 500;
    public static final int FAIL_EACH = 10;
    public static final int MEMORY = 1_000;
    public static final int PASSING = 20_000;
    public static final String GO_ON = "go on";

    private Threads() {}

    /** How many tuples each spout task emits. */
    public static final int EACH = FROM_OTHER_THREADS + FROM_OWN_THREAD;

    /**
     * Spouts emit from their own thread and from two others; a bolt of two tasks an executor emits, acks and fails on the
     * worker's shared pool; the last bolt acks there, too. Every tenth tuple fails.
     */
    public static Topology foreign(String diary) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("source", new Source(diary), SPOUTS);
        builder.setBolt("work", new Work(diary), 2)
                .setNumTasks(4)
                .addConfiguration(Config.TOPOLOGY_TICK_TUPLE_FREQ, "1ms")
                .shuffleGrouping("source");
        builder.setBolt("sink", new AckElsewhere(diary), 2).setNumTasks(4).shuffleGrouping("work");
        return builder.build();
    }

    /** More executors than any machine's cores wait in {@code execute} while one beside them goes on. */
    public static Topology blocked(String diary, int waiting) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("source", new TwoStreams(diary, waiting));
        builder.setBolt("blocked", new Blocked(diary), waiting).shuffleGrouping("source", "few");
        builder.setBolt("quick", new Keeping(diary, 0)).shuffleGrouping("source", "many");
        return builder.build();
    }

    /** A bolt keeps the first {@link #MEMORY} tuples while {@link #PASSING} others pass. */
    public static Topology holding(String diary) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("source", new Many(diary));
        builder.setBolt("keeping", new Keeping(diary, MEMORY)).shuffleGrouping("source");
        builder.setBolt("also keeping", new Keeping(diary, MEMORY)).shuffleGrouping("source");
        return builder.build();
    }

    private static final class Source extends DiarySpout {
        private static final long serialVersionUID = 1L;
        private transient List<Thread> threads = List.of();
        private transient int next;

        Source(String diary) {
            super(diary);
        }

        @Override
        void opened(Map<String, Object> configuration) {
            threads = new ArrayList<>();
            for (int number = 0; number < 2; number++) {
                int first = FROM_OWN_THREAD + number * (FROM_OTHER_THREADS / 2);
                Thread thread = new Thread(() -> emit(first), "foreign-" + number);
                thread.setDaemon(true);
                threads.add(thread);
            }
        }

        @Override
        void activated() {
            // While the first emits wait for room, acks come back: what a bounded hand-off must bear.
            threads.forEach(Thread::start);
        }

        private void emit(int first) {
            for (int id = first; id < first + FROM_OTHER_THREADS / 2; id++) {
                collector().emit(new Values(id), id);
            }
            try {
                collector().emit(new Values(1, 2), "wrong");
                page().note("violation", "an emit of two values for one field was taken");
            } catch (IllegalArgumentException e) {
                page().note("refused", e.getMessage());
            }
        }

        @Override
        void next() {
            if (next < FROM_OWN_THREAD) {
                collector().emit(new Values(next), next);
                next++;
            }
        }
    }

    private static final class Work extends DiaryBolt {
        private static final long serialVersionUID = 1L;

        Work(String diary) {
            super(diary);
        }

        @Override
        void take(Tuple input) {
            ExecutorService pool = page().context().getSharedExecutor();
            pool.execute(() -> {
                int id = (Integer) Objects.requireNonNull(input.getValue(0));
                collector().emit(input, new Values(id));
                if (id % FAIL_EACH == 0) {
                    collector().fail(input);
                } else {
                    collector().ack(input);
                }
            });
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(DiarySpout.FIELDS);
        }
    }

    private static final class AckElsewhere extends DiaryBolt {
        private static final long serialVersionUID = 1L;

        AckElsewhere(String diary) {
            super(diary);
        }

        @Override
        void take(Tuple input) {
            page().context().getSharedExecutor().execute(() -> collector().ack(input));
        }
    }

    private static final class TwoStreams extends DiarySpout {
        private static final long serialVersionUID = 1L;
        private final int few;
        private transient int next;

        TwoStreams(String diary, int few) {
            super(diary);
            this.few = few;
        }

        @Override
        void next() {
            if (next < few) {
                collector().emit("few", new Values(next), next);
            } else if (next < few + PASSING) {
                collector().emit("many", new Values(next));
            }
            next++;
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declareStream("few", FIELDS);
            declarer.declareStream("many", FIELDS);
        }
    }

    private static final class Blocked extends DiaryBolt {
        private static final long serialVersionUID = 1L;

        Blocked(String diary) {
            super(diary);
        }

        @Override
        void take(Tuple input) throws Exception {
            page().note("blocked");
            page().diary().pass(GO_ON);
            collector().ack(input);
        }
    }

    private static final class Many extends DiarySpout {
        private static final long serialVersionUID = 1L;
        private transient int next;

        Many(String diary) {
            super(diary);
        }

        @Override
        void next() {
            if (next < MEMORY + PASSING) {
                collector().emit(new Values(next, "text " + next, List.of(next, next + 1)));
                next++;
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number", "text", "list"));
        }
    }

    private static final class Keeping extends DiaryBolt {
        private static final long serialVersionUID = 1L;
        private final int keep;
        private transient List<Tuple> kept = List.of();
        private transient int taken;

        Keeping(String diary, int keep) {
            super(diary);
            this.keep = keep;
        }

        @Override
        void prepared(Map<String, Object> configuration) {
            kept = new ArrayList<>();
        }

        @Override
        void take(Tuple input) {
            if (kept.size() < keep) {
                kept.add(input);
            }
            collector().ack(input);
            if (++taken == keep + PASSING) {
                page().note("all", kept);
            }
        }
    }
}
