package dev.vendaval.tests.topologies;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;

/**
 * Numbers shuffled to four tasks of which the first blocks until the gate {@value #RELEASE} opens. The spout notes {@code
 * emitted} after {@value #FIRST} untracked numbers, and emits {@value #SECOND} more, tracked and few at a time, when the
 * gate {@value #AGAIN} opens. The sinks note each number.
 */
public final class Uneven {
    public static final String SPOUT = "flood";
    public static final String SINK = "uneven";
    public static final int TASKS = 4;
    public static final int FIRST = 30_000;
    public static final int SECOND = 401;
    public static final String RELEASE = "release";
    public static final String AGAIN = "again";

    /** So many have room at one task even if it is taken for slow, as the one that was blocked is at first. */
    private static final int PENDING = 2;

    private Uneven() {}

    public static Topology topology(String directory) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SPOUT, new Flood(directory)).setMaxSpoutPending(PENDING);
        builder.setBolt(SINK, new Sink(directory), TASKS).shuffleGrouping(SPOUT);
        return builder.build();
    }

    private static final class Flood extends JournalSpout {
        private static final long serialVersionUID = 1L;
        private transient int next;
        private transient int acked;

        Flood(String directory) {
            super(directory);
        }

        @Override
        void next() {
            if (next < FIRST) {
                collector().emit(new Values(next++));
                if (next == FIRST) {
                    note("emitted");
                }
            } else if (next < FIRST + SECOND && Gate.isOpen(directory(), AGAIN)) {
                collector().emit(new Values(next), next);
                next++;
            }
        }

        @Override
        void done(Object messageId, boolean success) {
            acked += success ? 1 : 0;
            if (acked == SECOND) {
                note("done");
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number"));
        }
    }

    private static final class Sink extends JournalBolt {
        private static final long serialVersionUID = 1L;

        Sink(String directory) {
            super(directory);
        }

        @Override
        public void execute(Tuple input) {
            if (context().getThisTaskIndex() == 0) {
                Gate.pass(directory(), RELEASE);
            }
            note(String.valueOf(input.getValue(0)));
            collector().ack(input);
        }
    }
}
