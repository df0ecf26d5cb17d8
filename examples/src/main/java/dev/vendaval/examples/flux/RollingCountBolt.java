package dev.vendaval.examples.flux;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts words over a sliding window of ticks: at each tick it emits the count of every word that came within the last
 * so many ticks, then the oldest of them leaves the window. A word whose last count leaves is emitted once more, as 0.
 */
public final class RollingCountBolt implements Bolt {
    private static final long serialVersionUID = 1L;

    private final int ticks;

    // Set in prepare; the window, its latest tick last.
    private transient @Nullable OutputCollector collector;
    private transient @Nullable Deque<Map<String, Long>> window;

    /**
     * Counts over that many ticks; how long a tick is says {@code topology.tick.tuple.freq}.
     *
     * @param ticks 1 or more
     */
    public RollingCountBolt(int ticks) {
        if (ticks < 1) {
            throw new IllegalArgumentException("a window of " + ticks + " ticks; it must be 1 or more");
        }
        this.ticks = ticks;
    }

    @Override
    public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output) {
        collector = output;
        window = new ArrayDeque<>();
        window.add(new HashMap<>());
    }

    @Override
    public void execute(Tuple input) {
        OutputCollector output = Objects.requireNonNull(collector, "prepare was not called");
        Deque<Map<String, Long>> counted = Objects.requireNonNull(window, "prepare was not called");
        if (input.isTick()) {
            slide(counted, output);
        } else {
            counted.getLast().merge(input.getString(0), 1L, Long::sum);
            output.ack(input);
        }
    }

    private void slide(Deque<Map<String, Long>> counted, OutputCollector output) {
        Map<String, Long> totals = new HashMap<>();
        counted.forEach(tick -> tick.forEach((word, count) -> totals.merge(word, count, Long::sum)));
        totals.forEach((word, count) -> output.emit(new Values(word, count)));
        counted.add(new HashMap<>());
        if (counted.size() > ticks) {
            Map<String, Long> left = counted.removeFirst();
            left.keySet().stream()
                    .filter(word -> counted.stream().noneMatch(tick -> tick.containsKey(word)))
                    .forEach(word -> output.emit(new Values(word, 0L)));
        }
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("word", "count"));
    }
}
