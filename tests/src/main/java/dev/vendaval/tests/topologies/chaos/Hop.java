package dev.vendaval.tests.topologies.chaos;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Passes on what it gets, unless a switch has it throw. Its tape only tells from when to when it lived. */
final class Hop implements Bolt {
    private static final long serialVersionUID = 1L;
    private final String directory;
    private final boolean obeysSwitches;
    private transient @Nullable OutputCollector collector;
    private transient @Nullable Tape tape;
    private transient Switch.@Nullable Watched poison;
    private transient Switch.@Nullable Watched broken;

    Hop(String directory, boolean obeysSwitches) {
        this.directory = directory;
        this.obeysSwitches = obeysSwitches;
    }

    @Override
    public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output)
            throws IOException {
        collector = output;
        tape = Tape.begin(directory, context.getThisComponentId(), context.getThisTaskId());
        if (obeysSwitches) {
            poison = Switch.POISON.watch(directory);
            broken = Switch.THROW.watch(directory);
        }
    }

    @Override
    public void execute(Tuple input) {
        int id = Objects.requireNonNull(input.getInteger(0));
        int number = Objects.requireNonNull(input.getInteger(1));
        int attempt = Objects.requireNonNull(input.getInteger(2));
        if (isOn(broken)) {
            throw new IllegalStateException("throws on every tuple, on purpose");
        }
        if (isOn(poison) && attempt == 0 && id % Chaos.POISON_EACH == 0) {
            throw new IllegalStateException("a poison tuple, on purpose");
        }
        OutputCollector output = Objects.requireNonNull(collector);
        output.emit(input, new Values(id, number, attempt, input.getValue(3)));
        output.ack(input);
    }

    private static boolean isOn(Switch.@Nullable Watched watched) {
        return watched != null && watched.isOn();
    }

    @Override
    public void cleanup() throws IOException {
        Objects.requireNonNull(tape).close();
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(NumberedSpout.FIELDS);
    }
}
