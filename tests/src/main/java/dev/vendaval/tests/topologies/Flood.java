package dev.vendaval.tests.topologies;

import dev.vendaval.api.Config;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A spout that could emit far more bytes than memory holds, before slow sinks; beside them tracked pings and ticks, which
 * must not notice. Until the gate {@value #STOP} opens. Notes: {@code emitted <numbers>} and {@code stopped <numbers>};
 * the sinks {@code got <number>} and {@code tick <milliseconds> <system source>}; {@code ping <milliseconds>}.
 */
public final class Flood {
    public static final String SPOUT = "flood";
    public static final String SINK = "slow";
    public static final String CALM = "calm";
    public static final String FAST = "fast";
    public static final String PING = "ping";
    public static final String STOP = "stop";
    public static final int PAYLOAD = 50 << 10;
    public static final int SINKS = 2;
    public static final int PINGS = 2;
    public static final long SINK_TICK_MS = 50;
    public static final long CALM_TICK_MS = 200;
    public static final long FAST_TICK_MS = 1;
    private static final long SLOW_MS = 4;
    private static final int NOTE_EACH = 16;

    private Flood() {}

    public static Topology topology(String directory) {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout(SPOUT, new Source(directory));
        builder.setBolt(SINK, new Slow(directory), SINKS)
                .shuffleGrouping(SPOUT)
                .addConfiguration(Config.TOPOLOGY_TICK_TUPLE_FREQ, SINK_TICK_MS + "ms");
        builder.setSpout(PING, new Ping(directory), PINGS);
        builder.setBolt(CALM, new Calm(directory), SINKS)
                .allGrouping(PING)
                .addConfiguration(Config.TOPOLOGY_TICK_TUPLE_FREQ, CALM_TICK_MS + "ms");
        builder.setBolt(FAST, new Calm(directory), SINKS)
                .shuffleGrouping(PING)
                .addConfiguration(Config.TOPOLOGY_TICK_TUPLE_FREQ, FAST_TICK_MS + "ms");
        return builder.build();
    }

    private static final class Source extends JournalSpout {
        private static final long serialVersionUID = 1L;
        private transient int next;
        private transient boolean stopped;

        Source(String directory) {
            super(directory);
        }

        @Override
        void next() {
            if (stopped) {
                return;
            }
            stopped = Gate.isOpen(directory(), STOP);
            if (stopped) {
                note("stopped " + next);
                return;
            }
            collector().emit(new Values(next++, new byte[PAYLOAD]));
            if (next % NOTE_EACH == 0) {
                note("emitted " + next);
            }
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("number", "payload"));
        }
    }

    /** One tracked tuple at a time. */
    private static final class Ping extends JournalSpout {
        private static final long serialVersionUID = 1L;
        private transient boolean open;

        Ping(String directory) {
            super(directory);
        }

        @Override
        void next() {
            if (!open && !Gate.isOpen(directory(), STOP)) {
                open = true;
                collector().emit(new Values("ping"), System.nanoTime());
            }
        }

        @Override
        void done(Object messageId, boolean acked) {
            open = false;
            long elapsed = System.nanoTime() - (Long) messageId;
            note((acked ? "ping " : "failed ") + TimeUnit.NANOSECONDS.toMillis(elapsed));
        }

        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("text"));
        }
    }

    /** Notes ticks with the time since it was prepared. */
    private abstract static class TickBolt extends JournalBolt {
        private static final long serialVersionUID = 1L;
        private transient long startNanos;

        TickBolt(String directory) {
            super(directory);
        }

        @Override
        void prepared() {
            startNanos = System.nanoTime();
        }

        @Override
        public final void execute(Tuple input) {
            if (input.isTick()) {
                long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNanos);
                note("tick " + elapsed + " " + input.getSourceComponent() + " " + input.getSourceStreamId() + " "
                        + input.getSourceTask());
            } else {
                process(input);
            }
            collector().ack(input);
        }

        void process(Tuple input) {}
    }

    private static final class Calm extends TickBolt {
        private static final long serialVersionUID = 1L;

        Calm(String directory) {
            super(directory);
        }
    }

    private static final class Slow extends TickBolt {
        private static final long serialVersionUID = 1L;

        Slow(String directory) {
            super(directory);
        }

        @Override
        void process(Tuple input) {
            Gate.work(TimeUnit.MILLISECONDS.toNanos(SLOW_MS));
            int bytes = Objects.requireNonNull(input.getBinary(1)).length;
            note(bytes == PAYLOAD ? "got " + input.getValue(0) : "violation payload of " + bytes);
        }
    }
}
