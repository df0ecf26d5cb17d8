package dev.vendaval.tests.topologies.lifecycle;

import dev.vendaval.api.Config;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.api.WorkerContext;
import dev.vendaval.api.WorkerHook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A spout of a few tracked tuples, and a bolt that holds them until the gate {@link #RELEASE} is open: then each tick acks
 * those with an even id and fails those with an odd one, and every later tuple is done at once.
 */
public final class Statuses {
    public static final int TUPLES = 10;
    public static final String RELEASE = "release";

    private Statuses() {}

    public static Topology topology(String diary) {
        return topology(diary, Cleanup.RETURNS);
    }

    /** How the bolt's first task cleans up. */
    public enum Cleanup {
        RETURNS,
        THROWS,
        /** Until it is interrupted. */
        BLOCKS
    }

    public static Topology topology(String diary, Cleanup cleanup) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.addWorkerHook(new Hook(diary));
        builder.setSpout("source", new Source(diary));
        builder.setBolt("holder", new Holder(diary, cleanup), 2)
                .addConfiguration(Config.TOPOLOGY_TICK_TUPLE_FREQ, "10ms")
                .shuffleGrouping("source");
        return builder.build();
    }

    private static final class Source extends DiarySpout {
        private static final long serialVersionUID = 1L;
        private transient int next;

        Source(String diary) {
            super(diary);
        }

        @Override
        void next() {
            page().note("nextTuple");
            if (next < TUPLES) {
                collector().emit(new Values(next), next);
                next++;
            }
        }
    }

    private static final class Holder extends DiaryBolt {
        private static final long serialVersionUID = 1L;
        private final Cleanup cleanup;
        private transient List<Tuple> held = List.of();

        Holder(String diary, Cleanup cleanup) {
            super(diary);
            this.cleanup = cleanup;
        }

        @Override
        void prepared(Map<String, Object> configuration) {
            held = new ArrayList<>();
        }

        @Override
        void take(Tuple input) {
            page().note("execute", input.getValue(0));
            held.add(input);
        }

        @Override
        void tick(Tuple tick) {
            page().note("tick");
            if (page().diary().isOpen(RELEASE)) {
                for (Tuple tuple : held) {
                    if (((Integer) tuple.getValues().get(0)) % 2 == 0) {
                        collector().ack(tuple);
                    } else {
                        collector().fail(tuple);
                    }
                }
                held.clear();
            }
        }

        @Override
        void cleanedUp() throws Exception {
            if (page().context().getThisTaskIndex() == 0 && cleanup == Cleanup.THROWS) {
                throw new IllegalStateException("cleanup on purpose");
            }
            if (page().context().getThisTaskIndex() == 0 && cleanup == Cleanup.BLOCKS) {
                page().diary().pass("never");
            }
        }
    }

    private static final class Hook implements WorkerHook {
        private static final long serialVersionUID = 1L;
        private final String diary;

        Hook(String diary) {
            this.diary = diary;
        }

        @Override
        public void start(Map<String, Object> configuration, WorkerContext context) {
            Diary.named(diary).add("hook", 0, 1, "start", null);
        }

        @Override
        public void shutdown() {
            Diary.named(diary).add("hook", 0, 1, "shutdown", null);
        }
    }
}
