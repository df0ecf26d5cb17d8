package dev.vendaval.worker.executor;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.Objects;

/** What most tests' components are made of. */
final class Given {
    private Given() {}

    /** Declares the default stream with one field. */
    static void oneNumber(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("n"));
    }

    /** The long in the only field. */
    static long number(Tuple tuple) {
        return Objects.requireNonNull(tuple.getLong(0));
    }

    /** Hands its input on, anchored, and acks it. */
    static ScriptedBolt passOn() {
        return new ScriptedBolt(Given::oneNumber, (input, collector) -> {
            collector.emit(input, new Values(input.getValue(0)));
            collector.ack(input);
        });
    }

    /** Acks its input. */
    static ScriptedBolt acking() {
        return new ScriptedBolt((input, collector) -> collector.ack(input));
    }
}
