package dev.vendaval.tests.topologies.lifecycle;

import dev.vendaval.api.Bolt;
import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.api.Tuple;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A bolt that notes {@code prepare} and {@code cleanup}; what it executes only if asked for, as there may be much. */
abstract class DiaryBolt implements Bolt {
    private static final long serialVersionUID = 1L;
    private final String diary;
    private transient @Nullable Page page;
    private transient @Nullable OutputCollector collector;

    DiaryBolt(String diary) {
        this.diary = diary;
    }

    final Page page() {
        return Objects.requireNonNull(page);
    }

    final OutputCollector collector() {
        return Objects.requireNonNull(collector);
    }

    void prepared(Map<String, Object> configuration) throws Exception {}

    abstract void take(Tuple input) throws Exception;

    void tick(Tuple tick) throws Exception {}

    void cleanedUp() throws Exception {}

    @Override
    public final void prepare(Map<String, Object> configuration, TopologyContext context, OutputCollector output)
            throws Exception {
        Page begun = Page.begin(diary, context);
        page = begun;
        collector = output;
        begun.callback("prepare", () -> {
            begun.note("prepare");
            prepared(configuration);
        });
    }

    @Override
    public final void execute(Tuple input) throws Exception {
        page().callback("execute", () -> {
            if (input.isTick()) {
                tick(input);
            } else {
                take(input);
            }
        });
    }

    @Override
    public final void cleanup() throws Exception {
        page().callback("cleanup", () -> {
            page().note("cleanup");
            cleanedUp();
        });
    }
}
