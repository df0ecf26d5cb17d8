package dev.vendaval.tests.topologies.lifecycle;

import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Spouts that have nothing to emit until somebody hands them a value and wakes them, as a queue's listener would. */
public final class IdleSpouts {
    private IdleSpouts() {}

    /** One spout; the detail of its note {@code listener} takes what it shall emit, from any thread. */
    public static Topology listening(String diary) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("listener", new Listener(diary));
        builder.setBolt("sink", new Sink(diary)).shuffleGrouping("listener");
        return builder.build();
    }

    /** So many executors that have nothing to do, half of them spouts. */
    public static Topology crowd(String diary, int executors) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("idle", new Silent(diary), executors / 2);
        builder.setBolt("sink", new Sink(diary), executors - executors / 2).shuffleGrouping("idle");
        return builder.build();
    }

    private static final class Listener extends DiarySpout {
        private static final long serialVersionUID = 1L;
        private transient @Nullable ConcurrentLinkedQueue<Integer> queue;

        Listener(String diary) {
            super(diary);
        }

        @Override
        void opened(Map<String, Object> configuration) {
            ConcurrentLinkedQueue<Integer> waiting = new ConcurrentLinkedQueue<>();
            queue = waiting;
            Consumer<Integer> listener = value -> {
                waiting.add(value);
                collector().wakeUp();
            };
            page().note("listener", listener);
        }

        @Override
        void next() {
            Integer value = queue == null ? null : queue.poll();
            page().note(value == null ? "empty" : "next", value);
            if (value != null) {
                collector().emit(new Values(value));
            }
        }
    }

    private static final class Silent extends DiarySpout {
        private static final long serialVersionUID = 1L;

        Silent(String diary) {
            super(diary);
        }
    }

    private static final class Sink extends DiaryBolt {
        private static final long serialVersionUID = 1L;

        Sink(String diary) {
            super(diary);
        }

        @Override
        void take(Tuple input) {
            page().note("execute", input.getValue(0));
            collector().ack(input);
        }
    }
}
