package dev.vendaval.tests.topologies;

import dev.vendaval.api.BoltDeclarer;
import dev.vendaval.api.CustomGrouping;
import dev.vendaval.api.Fields;
import dev.vendaval.api.GlobalStreamId;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.SpoutDeclarer;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.api.WorkerContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Two senders that emit numbers with keys to a sink behind each grouping. A sender notes {@code sent <number> <tasks>}
 * for each number, the task ids being what {@code emit} returned, and {@code done} at the end; a sink notes {@code got
 * <sender task> <number>}.
 */
public final class Groupings {
    public static final int SENDERS = 2;
    public static final int TASKS = 4;
    /** Of each sender; not a multiple of the tasks. */
    public static final int NUMBERS = 1_001;

    public static final String SENDER = "numbers";
    /** Sinks with {@value #TASKS} tasks that subscribe to the senders' default stream. */
    public static final List<String> SINKS =
            List.of("shuffled", "fields", "keyless", "partial", "every", "total", "none", "near", "custom");
    /** The same with a single task, so that one of the workers has none. */
    public static final List<String> LONE_SINKS = List.of("lone-near", "lone-none");

    /** So few on their way at once that no target can be at its limit, which would count as slow. */
    private static final int PENDING = 30;

    private static final String WARM = "warm";
    private static final String ADDRESSED = "addressed";
    private static final String NOBODY = "nobody";

    private Groupings() {}

    public static Topology topology(String directory) {
        TopologyBuilder builder = new TopologyBuilder();
        SpoutDeclarer sender = builder.setSpout(SENDER, new Sender(directory), SENDERS);
        sender.setMaxSpoutPending(PENDING);
        Fields key = new Fields("key");
        sink(builder, "shuffled", directory).shuffleGrouping(SENDER);
        sink(builder, "fields", directory).fieldsGrouping(SENDER, key);
        sink(builder, "keyless", directory).fieldsGrouping(SENDER, new Fields());
        sink(builder, "partial", directory).partialKeyGrouping(SENDER, key);
        sink(builder, "every", directory).allGrouping(SENDER);
        sink(builder, "total", directory).globalGrouping(SENDER);
        sink(builder, "none", directory).noneGrouping(SENDER);
        sink(builder, "near", directory).localOrShuffleGrouping(SENDER);
        sink(builder, "custom", directory).customGrouping(SENDER, new ByNumber());
        sink(builder, "direct", directory).directGrouping(SENDER, ADDRESSED);
        builder.setBolt("lone-near", new Sink(directory))
                .localOrShuffleGrouping(SENDER)
                .allGrouping(SENDER, WARM);
        builder.setBolt("lone-none", new Sink(directory)).noneGrouping(SENDER).allGrouping(SENDER, WARM);
        return builder.build();
    }

    private static BoltDeclarer sink(TopologyBuilder builder, String id, String directory) {
        return builder.setBolt(id, new Sink(directory), TASKS / 2)
                .setNumTasks(TASKS)
                .allGrouping(SENDER, WARM);
    }

    /** How many copies the custom grouping makes of a number: none, one or several. */
    public static int customCopies(int number) {
        return number % 3 == 2 ? TASKS : number % 3;
    }

    private static final class ByNumber implements CustomGrouping {
        private static final long serialVersionUID = 1L;
        private transient List<Integer> targets = List.of();

        @Override
        public void prepare(WorkerContext context, GlobalStreamId stream, List<Integer> targetTasks) {
            targets = targetTasks;
        }

        @Override
        public List<Integer> chooseTasks(int senderTask, List<Object> values) {
            int number = (Integer) values.get(0);
            return switch (customCopies(number)) {
                case 0 -> List.of();
                case 1 -> List.of(targets.get(number % targets.size()));
                default -> targets;
            };
        }
    }

    /** Once every sink can be reached from here, emits each number on three streams, tracked on each. */
    private static final class Sender extends JournalSpout {
        private static final long serialVersionUID = 1L;
        private transient int next;
        private transient int open;
        private transient boolean warm;
        private transient List<Integer> direct = List.of();

        Sender(String directory) {
            super(directory);
        }

        @Override
        void opened() {
            direct = context().getComponentTasks("direct");
        }

        @Override
        void next() {
            if (!warm) {
                if (open == 0) {
                    open++;
                    collector().emit(WARM, new Values(-1), -1);
                }
            } else if (next < NUMBERS) {
                emit(next++);
            }
        }

        private void emit(int number) {
            open += 3;
            int index = number % Keys.COUNT;
            Object key = Keys.key(index, context().getThisTaskIndex());
            List<Integer> tasks = new ArrayList<>(collector().emit(new Values(number, key), number));
            int addressed = direct.get(number % direct.size());
            collector().emitDirect(addressed, ADDRESSED, new Values(number), number);
            List<Integer> nobody = collector().emit(NOBODY, new Values(number), number);
            note("sent " + number + " " + tasks);
            if (!nobody.isEmpty()) {
                note("violation nobody subscribes, yet it went to " + nobody);
            }
        }

        @Override
        void done(Object messageId, boolean acked) {
            open--;
            warm = true;
            if (!acked) {
                note("failed " + messageId);
            }
            if (next == NUMBERS && open == 0) {
                note("done");
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number", "key"));
            declarer.declareStream(WARM, new Fields("number"));
            declarer.declareStream(ADDRESSED, true, new Fields("number"));
            declarer.declareStream(NOBODY, new Fields("number"));
        }
    }

    private static final class Sink extends JournalBolt {
        private static final long serialVersionUID = 1L;

        Sink(String directory) {
            super(directory);
        }

        @Override
        public void execute(Tuple input) {
            if (!input.getSourceStreamId().equals(WARM)) {
                note("got " + input.getSourceTask() + " " + input.getValue(0));
            }
            collector().ack(input);
        }
    }
}
