package dev.vendaval.tests.topologies.lifecycle;

import dev.vendaval.api.Config;
import dev.vendaval.api.CustomGrouping;
import dev.vendaval.api.GlobalStreamId;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.TaskHook;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.api.WorkerContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Components that throw when told to. The spout emits what it is sent, tracked under its text, and the text says what shall
 * happen to it: {@code hold}, {@code ack}, or {@code throw <what>}; texts for a task are sent to its stream.
 *
 * <pre>
 * source -direct-> victim (2 tasks on 1 executor), bystander
 * </pre>
 */
public final class Restarts {
    /** The spout emits it and then throws, if it is to throw there. */
    public static final String NEXT_TUPLE_THROWS = "hold, and throw in nextTuple";

    private Restarts() {}

    /** What users' code can throw. */
    public enum Kind {
        EXCEPTION,
        STACK_OVERFLOW,
        NO_CLASS,
        IN_HOOK,
        IN_GROUPING,
        FROM_CLEANUP_TOO,
        CHECKED,
        OUT_OF_MEMORY;

        private void raise() throws Exception {
            switch (this) {
                case EXCEPTION, FROM_CLEANUP_TOO -> throw new IllegalStateException("on purpose");
                case STACK_OVERFLOW -> recurse(1);
                case NO_CLASS -> throw new NoClassDefFoundError("org/example/Missing");
                case CHECKED -> throw new IOException("no disk");
                case OUT_OF_MEMORY -> throw new OutOfMemoryError("on purpose");
                case IN_HOOK, IN_GROUPING -> {}
            }
        }

        // Never ends, as the stack does.
        @SuppressWarnings("InfiniteRecursion")
        private static int recurse(int depth) {
            return recurse(depth + 1) + depth;
        }
    }

    /** Where the spout's first instance throws. */
    public enum SpoutCallback {
        NONE,
        OPEN,
        ACTIVATE,
        NEXT_TUPLE,
        ACK,
        FAIL,
        DEACTIVATE
    }

    /** What the victim's second instance does in prepare. */
    public enum SecondPrepare {
        RETURNS,
        THROWS
    }

    public static Topology topology(String diary, SpoutCallback spoutThrowsIn, SecondPrepare secondPrepare) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("source", new Source(diary, spoutThrowsIn));
        builder.setBolt("victim", new Victim(diary, secondPrepare), 1)
                .setNumTasks(2)
                .directGrouping("source");
        builder.setBolt("bystander", new Bystander(diary))
                .addConfiguration(Config.TOPOLOGY_TICK_TUPLE_FREQ, "5ms")
                .customGrouping("victim", new ThrowingGrouping());
        return builder.build();
    }

    /** A message for a task of the victim. */
    public record Message(int task, String text) {}

    private static final class Source extends DiarySpout {
        private static final long serialVersionUID = 1L;
        private final SpoutCallback throwsIn;
        private transient @Nullable ConcurrentLinkedQueue<Message> messages;

        Source(String diary, SpoutCallback throwsIn) {
            super(diary);
            this.throwsIn = throwsIn;
        }

        private void maybeThrow(SpoutCallback here) {
            if (here == throwsIn && page().instance() == 1) {
                throw new IllegalStateException("in " + here);
            }
        }

        @Override
        void opened(Map<String, Object> configuration) {
            ConcurrentLinkedQueue<Message> waiting = new ConcurrentLinkedQueue<>();
            messages = waiting;
            Consumer<Message> mailbox = message -> {
                waiting.add(message);
                collector().wakeUp();
            };
            page().note("mailbox", mailbox);
            maybeThrow(SpoutCallback.OPEN);
        }

        @Override
        void activated() {
            maybeThrow(SpoutCallback.ACTIVATE);
        }

        @Override
        void deactivated() {
            maybeThrow(SpoutCallback.DEACTIVATE);
        }

        @Override
        void next() {
            Message message = Objects.requireNonNull(messages).poll();
            if (message != null) {
                collector().emitDirect(message.task(), new Values(message.text()), message.text());
                if (message.text().equals(NEXT_TUPLE_THROWS)) {
                    maybeThrow(SpoutCallback.NEXT_TUPLE);
                }
            }
        }

        @Override
        void acked(Object messageId) {
            maybeThrow(SpoutCallback.ACK);
        }

        @Override
        void failed(Object messageId) {
            maybeThrow(SpoutCallback.FAIL);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(true, FIELDS);
        }
    }

    private static final class Victim extends DiaryBolt {
        private static final long serialVersionUID = 1L;
        private final SecondPrepare secondPrepare;
        private transient int executed;
        private transient @Nullable Kind throwing;

        Victim(String diary, SecondPrepare secondPrepare) {
            super(diary);
            this.secondPrepare = secondPrepare;
        }

        @Override
        void prepared(Map<String, Object> configuration) {
            if (secondPrepare == SecondPrepare.THROWS && page().instance() == 2) {
                throw new IllegalStateException("in prepare");
            }
            page().context().addTaskHook(new Hook(this));
        }

        @Override
        void take(Tuple input) throws Exception {
            String text = Objects.requireNonNull(input.getString(0));
            page().note("execute", text);
            page().note("executed before", executed);
            executed++;
            if (text.startsWith("throw ")) {
                throwing = Kind.valueOf(text.substring("throw ".length()));
                // Goes out all the same, anchored to what fails; with IN_GROUPING it is this that throws.
                collector().emit(input, new Values(text));
                throwing.raise();
            } else if (text.equals("ack")) {
                collector().emit(input, new Values(text));
                collector().ack(input);
            }
        }

        @Override
        void cleanedUp() {
            if (throwing == Kind.FROM_CLEANUP_TOO) {
                throw new IllegalStateException("cleanup on purpose");
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(DiarySpout.FIELDS);
        }
    }

    private static final class Hook implements TaskHook {
        private final Victim victim;

        Hook(Victim victim) {
            this.victim = victim;
        }

        @Override
        public void executed(Tuple input) {
            if (victim.throwing == Kind.IN_HOOK) {
                throw new IllegalStateException("in a hook");
            }
        }

        @Override
        public void cleanup() {
            victim.page().note("hook cleanup");
        }
    }

    private static final class ThrowingGrouping implements CustomGrouping {
        private static final long serialVersionUID = 1L;
        private transient List<Integer> targets = List.of();

        @Override
        public void prepare(WorkerContext context, GlobalStreamId stream, List<Integer> targetTasks) {
            targets = targetTasks;
        }

        @Override
        public List<Integer> chooseTasks(int senderTask, List<Object> values) {
            if (values.get(0).equals("throw " + Kind.IN_GROUPING)) {
                throw new IllegalStateException("in a grouping");
            }
            return targets;
        }
    }

    private static final class Bystander extends DiaryBolt {
        private static final long serialVersionUID = 1L;

        Bystander(String diary) {
            super(diary);
        }

        @Override
        void take(Tuple input) {
            page().note("execute", input.getValue(0));
            collector().ack(input);
        }

        @Override
        void tick(Tuple tick) {
            page().note("tick");
        }
    }
}
