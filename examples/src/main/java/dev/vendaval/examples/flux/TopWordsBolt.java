package dev.vendaval.examples.flux;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import dev.vendaval.api.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the latest count of every word, and at each tick emits and logs those with the highest, in order. */
public final class TopWordsBolt implements Bolt {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(TopWordsBolt.class);

    private final int size;

    private transient @Nullable OutputCollector collector;
    private transient @Nullable Map<String, Long> counts;

    /**
     * Emits that many words.
     *
     * @param size 1 or more
     */
    public TopWordsBolt(int size) {
        this.size = size;
    }

    @Override
    public void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output) {
        collector = output;
        counts = new HashMap<>();
    }

    @Override
    public void execute(Tuple input) {
        OutputCollector output = Objects.requireNonNull(collector, "prepare was not called");
        Map<String, Long> latest = Objects.requireNonNull(counts, "prepare was not called");
        if (input.isTick()) {
            List<String> top = top(latest);
            LOG.info("top words: {}", top);
            output.emit(new Values(top));
            return;
        }
        String word = input.getString(0);
        long count = Objects.requireNonNull(input.getLong(1), "count");
        if (count == 0) {
            latest.remove(word);
        } else {
            latest.put(word, count);
        }
        output.ack(input);
    }

    private List<String> top(Map<String, Long> latest) {
        return new ArrayList<>(latest.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(size)
                .map(Map.Entry::getKey)
                .toList());
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(new Fields("words"));
    }
}
