package org.example.starter;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Values;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Invents a reading every 100 ms and emits it again when it failed. Yours reads a real source. */
final class SensorSpout implements Spout {
    private static final long INTERVAL_NANOS = 100_000_000;

    private transient SpoutOutputCollector collector;
    private transient Map<Long, Values> pending;
    private transient long nextId;
    private transient long nextAtNanos;

    @Override
    public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector collector) {
        this.collector = collector;
        pending = new HashMap<>();
        nextAtNanos = System.nanoTime();
    }

    @Override
    public void nextTuple() {
        if (System.nanoTime() - nextAtNanos < 0) {
            return; // nothing to emit: the runtime waits a little before it asks again
        }
        nextAtNanos += INTERVAL_NANOS;
        long id = nextId++;
        pending.put(id, new Values("sensor-" + id % 3, ThreadLocalRandom.current().nextDouble(15, 40)));
        collector.emit(pending.get(id), id); // with a message id the tuple is tracked
    }

    @Override
    public void ack(Object messageId) {
        pending.remove(messageId);
    }

    @Override
    public void fail(Object messageId) {
        collector.emit(pending.get(messageId), messageId);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("sensor", "celsius"));
    }
}
