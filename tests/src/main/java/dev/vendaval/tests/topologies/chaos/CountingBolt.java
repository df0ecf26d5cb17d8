package dev.vendaval.tests.topologies.chaos;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.StateHandover;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts the tuples of each key, passes each on with its number among those of its key, and notes both on its tape. */
final class CountingBolt implements Bolt, StateHandover {
    static final Fields FIELDS = new Fields("id", "number", "attempt", "key", "count");
    private static final long serialVersionUID = 1L;

    private final String directory;
    private transient @Nullable OutputCollector collector;
    private transient @Nullable Tape tape;
    private transient @Nullable TopologyContext context;
    private transient Switch.@Nullable Watched keep;
    private transient int[] counts = new int[0];
    private transient List<Tuple> kept = new ArrayList<>();

    CountingBolt(String directory) {
        this.directory = directory;
    }

    /** Ticks see to it that what was kept is acked though nothing comes. */
    @Override
    public Map<String, Object> getComponentConfiguration() {
        return Map.of("topology.tick.tuple.freq", "20ms");
    }

    @Override
    public void prepare(Map<String, Object> configuration, TopologyContext given, OutputCollector output)
            throws IOException, InterruptedException {
        Switch.PREPARE.awaitOff(directory);
        collector = output;
        context = given;
        tape = Tape.begin(directory, given.getThisComponentId(), given.getThisTaskId());
        keep = Switch.KEEP.watch(directory);
        counts = new int[NumberedSource.KEYS];
        kept = new ArrayList<>();
    }

    @Override
    public void execute(Tuple input) throws IOException {
        OutputCollector output = Objects.requireNonNull(collector);
        if (input.size() == NumberedSpout.FIELDS.size()) {
            int id = Objects.requireNonNull(input.getInteger(0));
            int key = Objects.requireNonNull(input.getInteger(3));
            int count = ++counts[key];
            Objects.requireNonNull(tape).note(Kind.COUNTED, id, count);
            output.emit(input, new Values(id, input.getValue(1), input.getValue(2), key, count));
        }
        if (Objects.requireNonNull(keep).isOn()) {
            kept.add(input);
        } else {
            kept.forEach(output::ack);
            kept.clear();
            output.ack(input);
        }
    }

    /** Without keys that it has given away as the bolt grew: their counts have gone on elsewhere. */
    @Override
    public byte[] save() {
        ByteBuffer state = ByteBuffer.allocate(counts.length * Integer.BYTES);
        for (int key = 0; key < counts.length; key++) {
            state.putInt(Objects.requireNonNull(context).ownsKey(key) ? counts[key] : 0);
        }
        return state.array();
    }

    /** A new task of a bolt that grows is given what each of several older ones has saved. */
    @Override
    public void restore(byte[] state) {
        ByteBuffer saved = ByteBuffer.wrap(state);
        for (int key = 0; key < counts.length; key++) {
            counts[key] = Math.max(counts[key], saved.getInt());
        }
    }

    @Override
    public void cleanup() throws IOException {
        Objects.requireNonNull(tape).close();
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(FIELDS);
    }
}
