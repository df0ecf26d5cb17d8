package dev.vendaval.tests.topologies;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.List;

/**
 * A spout and a bolt that emit in every way that is wrong, and go on. They note {@code mistake <name> <exception class>
 * <message>} for each, or {@code mistake <name> none} if nothing was thrown; the bolt's mistakes are anchored to its input.
 */
public final class Mistakes {
    public static final String SPOUT = "mistaken-spout";
    public static final String BOLT = "mistaken-bolt";

    private static final String PLAIN = "plain";
    private static final String KEYED = "keyed";
    private static final String ADDRESSED = "addressed";

    private Mistakes() {}

    public static Topology topology(String directory) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SPOUT, new MistakenSpout(directory));
        builder.setBolt(BOLT, new MistakenBolt(directory)).shuffleGrouping(SPOUT);
        for (String source : List.of(SPOUT, BOLT)) {
            builder.setBolt("after-" + source, (BasicBolt) (tuple, collector) -> {}, 2)
                    .shuffleGrouping(source, PLAIN)
                    .fieldsGrouping(source, KEYED, new Fields("key"))
                    .directGrouping(source, ADDRESSED);
        }
        builder.setBolt("stranger", (BasicBolt) (tuple, collector) -> {}).shuffleGrouping(SPOUT, PLAIN);
        return builder.build();
    }

    private static void declare(OutputFieldsDeclarer declarer) {
        declarer.declareStream(PLAIN, new Fields("first", "second"));
        declarer.declareStream(KEYED, new Fields("key"));
        declarer.declareStream(ADDRESSED, true, new Fields("first", "second"));
    }

    /** A class without a content of its own: its hash code differs from instance to instance. */
    static final class NoContent {
        int number;
    }

    private interface Emitter {
        void emit(String stream, List<Object> values);

        void emitDirect(int task, String stream, List<Object> values);

        void note(String line);
    }

    private static void makeAll(Emitter emitter, int subscriber, int stranger) {
        Values two = new Values(1, 2);
        make(emitter, "direct-on-plain-stream", () -> emitter.emitDirect(subscriber, PLAIN, two));
        make(emitter, "direct-to-stranger", () -> emitter.emitDirect(stranger, ADDRESSED, two));
        make(emitter, "direct-to-nobody", () -> emitter.emitDirect(1_000_000, ADDRESSED, two));
        make(emitter, "plain-on-direct-stream", () -> emitter.emit(ADDRESSED, two));
        make(emitter, "undeclared-stream", () -> emitter.emit("no-such", two));
        make(emitter, "too-few-values", () -> emitter.emit(PLAIN, new Values(1)));
        make(emitter, "too-many-values", () -> emitter.emit(PLAIN, new Values(1, 2, 3)));
        make(emitter, "too-few-direct-values", () -> emitter.emitDirect(subscriber, ADDRESSED, new Values(1)));
        make(emitter, "key-without-content", () -> emitter.emit(KEYED, new Values(new NoContent())));
        emitter.note("done");
    }

    private static void make(Emitter emitter, String name, Runnable mistake) {
        try {
            mistake.run();
            emitter.note("mistake " + name + " none");
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage()).replace('\n', ' ');
            emitter.note("mistake " + name + " " + e.getClass().getName() + " " + message);
        }
    }

    private static final class MistakenSpout extends JournalSpout {
        private static final long serialVersionUID = 1L;
        private transient boolean made;

        MistakenSpout(String directory) {
            super(directory);
        }

        @Override
        void next() {
            if (made) {
                return;
            }
            made = true;
            collector().emit(new Values("go"), "input of the bolt");
            Emitter emitter = new Emitter() {
                @Override
                public void emit(String stream, List<Object> values) {
                    collector().emit(stream, values, stream + " by mistake");
                }

                @Override
                public void emitDirect(int task, String stream, List<Object> values) {
                    collector().emitDirect(task, stream, values, stream + " by mistake");
                }

                @Override
                public void note(String line) {
                    MistakenSpout.this.note(line);
                }
            };
            makeAll(
                    emitter,
                    context().getComponentTasks("after-" + SPOUT).get(0),
                    context().getComponentTasks("stranger").get(0));
            note("pending " + collector().pendingCount());
        }

        @Override
        void done(Object messageId, boolean acked) {
            note((acked ? "acked " : "failed ") + messageId);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("go"));
            declare(declarer);
        }
    }

    private static final class MistakenBolt extends JournalBolt {
        private static final long serialVersionUID = 1L;

        MistakenBolt(String directory) {
            super(directory);
        }

        @Override
        public void execute(Tuple input) {
            Emitter emitter = new Emitter() {
                @Override
                public void emit(String stream, List<Object> values) {
                    collector().emit(stream, input, values);
                }

                @Override
                public void emitDirect(int task, String stream, List<Object> values) {
                    collector().emitDirect(task, stream, input, values);
                }

                @Override
                public void note(String line) {
                    MistakenBolt.this.note(line);
                }
            };
            makeAll(
                    emitter,
                    context().getComponentTasks("after-" + BOLT).get(0),
                    context().getComponentTasks("stranger").get(0));
            collector().ack(input);
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declare(declarer);
        }
    }
}
