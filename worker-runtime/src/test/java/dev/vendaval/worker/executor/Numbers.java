package dev.vendaval.worker.executor;

import dev.vendaval.api.Fields;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Emits so many numbers, each tracked by itself, and keeps what it hears of them. */
class Numbers implements ScriptedSpout.Script {
    private final int count;
    int next;
    final List<Object> acked = Collections.synchronizedList(new ArrayList<>());
    final List<Object> failed = Collections.synchronizedList(new ArrayList<>());

    Numbers(int count) {
        this.count = count;
    }

    @Override
    public void nextTuple(SpoutOutputCollector collector) {
        if (next < count) {
            collector.emit(new Values(next), next);
            next++;
        }
    }

    @Override
    public void ack(Object messageId) {
        acked.add(messageId);
    }

    @Override
    public void fail(Object messageId) {
        failed.add(messageId);
    }

    /** A spout of these. */
    ScriptedSpout spout() {
        return new ScriptedSpout(declarer -> declarer.declare(new Fields("n")), this);
    }
}
