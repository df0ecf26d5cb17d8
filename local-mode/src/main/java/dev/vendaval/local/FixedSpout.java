package dev.vendaval.local;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * A spout for tests: emits given tuples once each, tracked, and again those that fail. With several tasks each emits its
 * share. An instance made anew after an exception begins from the start.
 */
public final class FixedSpout implements Spout {
    private static final long serialVersionUID = 1L;

    private final Fields fields;
    private final ArrayList<ArrayList<Object>> tuples;

    // Set in open, in the worker.
    private transient SpoutOutputCollector collector;
    private transient Queue<Integer> waiting;

    /**
     * Emits these.
     *
     * @param fields of the default stream
     * @param tuples the values of each, serializable, as many as fields
     */
    // The transient fields exist once the component has been opened.
    @SuppressWarnings("NullAway.Init")
    public FixedSpout(Fields fields, Collection<? extends List<?>> tuples) {
        this.fields = fields;
        this.tuples = new ArrayList<>();
        for (List<?> values : tuples) {
            if (values.size() != fields.size()) {
                throw new IllegalArgumentException(
                        "tuple " + values + " has " + values.size() + " values for the fields " + fields.toList());
            }
            this.tuples.add(new ArrayList<>(values));
        }
    }

    /** Emits one tuple of one field for each value. */
    public static FixedSpout of(String field, Object... values) {
        List<List<Object>> tuples = new ArrayList<>();
        for (Object value : values) {
            tuples.add(Collections.singletonList(value));
        }
        return new FixedSpout(new Fields(field), tuples);
    }

    @Override
    public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector collector) {
        this.collector = collector;
        this.waiting = new ArrayDeque<>();
        int tasks = context.getComponentTasks(context.getThisComponentId()).size();
        for (int index = context.getThisTaskIndex(); index < tuples.size(); index += tasks) {
            waiting.add(index);
        }
    }

    @Override
    public void nextTuple() {
        Integer index = waiting.poll();
        if (index != null) {
            collector.emit(tuples.get(index), index);
        }
    }

    @Override
    public void fail(Object messageId) {
        waiting.add((Integer) messageId);
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(fields);
    }
}
