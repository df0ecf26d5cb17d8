package dev.vendaval.worker.executor;

import static dev.vendaval.worker.executor.RunningSets.await;
import static dev.vendaval.worker.executor.RunningSets.shared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A spout and a bolt that a test may hold in any call, and a pulse beside them, on loops. */
final class Scene {
    final Hold hold;
    final AtomicInteger wanted = new AtomicInteger();
    final AtomicInteger acked = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    final AtomicInteger stopped = new AtomicInteger();
    final Pulse pulse = new Pulse();
    final ExecutorSet set;

    Scene(RunningSets sets, Hold hold, Sharing sharing) {
        this.hold = hold;
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("numbers", new ScriptedSpout(Scene::streams, new HeldSpout()));
        builder.setBolt("held", new ScriptedBolt(new HeldBolt())).shuffleGrouping("numbers");
        builder.setBolt("pulse", new ScriptedBolt(pulse))
                .addConfiguration("topology.tick.tuple.freq", "1ms")
                .directGrouping("numbers", "never");
        this.set = sets.make(builder.build(), Map.of(), sharing);
    }

    private static void streams(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("n"));
        declarer.declareStream("never", true, new Fields("n"));
    }

    private final class HeldSpout implements ScriptedSpout.Script {
        private int next;

        @Override
        public void nextTuple(SpoutOutputCollector collector) {
            hold.at(Hold.Call.NEXT_TUPLE);
            if (next < wanted.get()) {
                collector.emit(new Values(next), next);
                next++;
            }
        }

        @Override
        public void ack(Object messageId) {
            acked.incrementAndGet();
            hold.at(Hold.Call.ACK);
        }

        @Override
        public void fail(Object messageId) {
            failed.incrementAndGet();
            hold.at(Hold.Call.FAIL);
        }

        @Override
        public void close() {
            stopped.incrementAndGet();
        }
    }

    private final class HeldBolt implements ScriptedBolt.Script {
        @Override
        public void prepare(TopologyContext context, OutputCollector collector) {
            hold.at(Hold.Call.PREPARE);
        }

        @Override
        public void execute(Tuple input, OutputCollector collector) {
            hold.at(Hold.Call.EXECUTE);
            if (hold.isArmed(Hold.Call.PREPARE) || hold.isArmed(Hold.Call.CLEANUP)) {
                throw new IllegalStateException("so that it is made anew");
            }
            if (hold.isArmed(Hold.Call.FAIL)) {
                collector.fail(input);
            } else {
                collector.ack(input);
            }
        }

        @Override
        public void cleanup() {
            hold.at(Hold.Call.CLEANUP);
            stopped.incrementAndGet();
        }
    }

    void startAndShare() {
        set.start();
        await().until(() -> shared(set).size() == 3 && pulse.ticks() > 20);
    }

    int finished() {
        return acked.get() + failed.get();
    }

    /** Has the component enter the call and stay there while the pulse beats on. */
    void holdIn(Hold.Call call) throws InterruptedException {
        hold.arm(call);
        pulse.forget();
        wanted.incrementAndGet();
        assertThat(hold.awaitEntered()).isTrue();
        long before = pulse.ticks();
        await().until(() -> pulse.ticks() > before + 300);
    }
}
