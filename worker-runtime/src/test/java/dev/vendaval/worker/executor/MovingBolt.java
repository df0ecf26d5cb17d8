package dev.vendaval.worker.executor;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.StateHandover;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A bolt of {@link MovingSimulation}: counts what it gets, by key and otherwise, which it hands over, and does what its
 * script says.
 */
final class MovingBolt implements Bolt, StateHandover {
    static final Fields FIELDS = new Fields("tree", "key", "chain", "sequence", "hops");
    static final Scripts<Script> SCRIPTS = new Scripts<>();

    /** What it does with a tuple. */
    interface Script {
        void prepared(MovingBolt bolt);

        void restored(MovingBolt bolt);

        void execute(MovingBolt bolt, Tuple input);
    }

    private final long script;
    private final String[] streams;
    private transient @Nullable OutputCollector collector;
    private transient @Nullable Map<Integer, Integer> counts;
    private transient @Nullable TopologyContext context;
    private transient boolean begun;

    /** Tuples that came otherwise than by key. */
    transient int others;

    private transient @Nullable List<Tuple> held;
    transient int task;

    MovingBolt(Script script, String... streams) {
        this.streams = streams;
        this.script = SCRIPTS.keep(script);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        for (String stream : streams) {
            declarer.declareStream(stream, FIELDS);
        }
    }

    @Override
    public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector given) {
        collector = given;
        this.context = context;
        counts = new HashMap<>();
        held = new ArrayList<>();
        task = context.getThisTaskId();
        script().prepared(this);
    }

    private Script script() {
        return SCRIPTS.get(script);
    }

    OutputCollector collector() {
        return Objects.requireNonNull(collector);
    }

    Map<Integer, Integer> counts() {
        return Objects.requireNonNull(counts);
    }

    boolean owns(int key) {
        return Objects.requireNonNull(context).ownsKey(key);
    }

    /** All that it has counted that is not another task's by now. */
    int counted() {
        return others
                + counts().entrySet().stream()
                        .filter(each -> owns(each.getKey()))
                        .mapToInt(Map.Entry::getValue)
                        .sum();
    }

    /** Inputs that are kept until the next tick. */
    List<Tuple> held() {
        return Objects.requireNonNull(held);
    }

    @Override
    public void execute(Tuple input) {
        begun = true;
        script().execute(this, input);
    }

    @Override
    public byte[] save() {
        counts().keySet().removeIf(key -> !owns(key)); // given to new tasks before
        ByteBuffer out = ByteBuffer.allocate((counts().size() + 1) * 2 * Integer.BYTES);
        out.putInt(task).putInt(others);
        counts().forEach((key, count) -> out.putInt(key).putInt(count));
        return out.array();
    }

    /** From where it was before, or, if it is new, from some task that it gets keys of. */
    @Override
    public void restore(byte[] state) {
        if (begun) {
            throw new IllegalStateException("restored after it had begun: " + counts());
        }
        ByteBuffer in = ByteBuffer.wrap(state);
        boolean own = in.getInt() == task;
        int othersThere = in.getInt();
        others += own ? othersThere : 0;
        while (in.hasRemaining()) {
            int key = in.getInt();
            int count = in.getInt();
            if (owns(key) && counts().put(key, count) != null) {
                throw new IllegalStateException("key " + key + " came twice");
            }
        }
        script().restored(this);
    }
}
