package dev.vendaval.examples.flux;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Values;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Emits some words over and over, tracked: each on the default stream and, to every task that subscribes to it directly,
 * on the direct stream {@code aimed}. A failed word is emitted again.
 */
public final class WordSource implements Spout {
    private static final long serialVersionUID = 1L;

    /** The direct stream. */
    public static final String AIMED = "aimed";

    private final ArrayList<String> words;
    private long limit = Long.MAX_VALUE;
    private Duration interval = Duration.ZERO;

    private transient @Nullable Running running;

    /**
     * Emits these.
     *
     * @param words at least one
     */
    public WordSource(List<String> words) {
        this.words = new ArrayList<>(words);
    }

    /**
     * How many words it emits in all, each replay aside.
     *
     * @param limit default: no limit
     */
    public void setLimit(long limit) {
        this.limit = limit;
    }

    /**
     * How long it waits after each word.
     *
     * @param interval default: not at all
     */
    public void setInterval(Duration interval) {
        this.interval = interval;
    }

    @Override
    public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector collector) {
        List<Integer> aimedAt = new ArrayList<>();
        context.getThisTargets()
                .getOrDefault(AIMED, Map.of())
                .keySet()
                .forEach(component -> aimedAt.addAll(context.getComponentTasks(component)));
        running = new Running(collector, aimedAt);
    }

    @Override
    public void nextTuple() {
        running().nextTuple();
    }

    @Override
    public void fail(Object messageId) {
        running().failed.add((Long) messageId);
    }

    private Running running() {
        return Objects.requireNonNull(running, "open was not called");
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("word"));
        declarer.declareStream(AIMED, true, new Fields("word"));
    }

    /** What exists from open to close. */
    private final class Running {
        private final SpoutOutputCollector collector;
        private final List<Integer> aimedAt;
        private final Queue<Long> failed = new ArrayDeque<>();
        private long emitted;
        private long nextAtNanos = System.nanoTime();

        Running(SpoutOutputCollector collector, List<Integer> aimedAt) {
            this.collector = collector;
            this.aimedAt = aimedAt;
        }

        void nextTuple() {
            Long again = failed.poll();
            if (again != null) {
                collector.emit(new Values(word(again)), again);
            } else if (emitted < limit && System.nanoTime() - nextAtNanos >= 0) {
                nextAtNanos += interval.toNanos();
                long number = emitted++;
                collector.emit(new Values(word(number)), number);
                aimedAt.forEach(task -> collector.emitDirect(task, AIMED, new Values(word(number))));
            }
        }

        private String word(long number) {
            return words.get((int) (number % words.size()));
        }
    }
}
