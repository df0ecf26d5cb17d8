package dev.vendaval.tests.topologies.lifecycle;

import dev.vendaval.api.Fields;
import dev.vendaval.api.OutputFieldsDeclarer;
import dev.vendaval.api.Spout;
import dev.vendaval.api.SpoutOutputCollector;
import dev.vendaval.api.TopologyContext;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A spout that notes its callbacks; {@code nextTuple} only if asked for, as there may be many. Emits one field, {@code id}. */
abstract class DiarySpout implements Spout {
    private static final long serialVersionUID = 1L;
    static final Fields FIELDS = new Fields("id");

    private final String diary;
    private transient @Nullable Page page;
    private transient @Nullable SpoutOutputCollector collector;

    DiarySpout(String diary) {
        this.diary = diary;
    }

    final Page page() {
        return Objects.requireNonNull(page);
    }

    final SpoutOutputCollector collector() {
        return Objects.requireNonNull(collector);
    }

    void opened(Map<String, Object> configuration) throws Exception {}

    void activated() throws Exception {}

    void deactivated() throws Exception {}

    void next() throws Exception {}

    void acked(Object messageId) throws Exception {}

    void failed(Object messageId) throws Exception {}

    void closed() throws Exception {}

    @Override
    public final void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector output)
            throws Exception {
        Page begun = Page.begin(diary, context);
        page = begun;
        collector = output;
        begun.callback("open", () -> {
            begun.note("open");
            opened(configuration);
        });
    }

    @Override
    public final void activate() throws Exception {
        page().callback("activate", () -> {
            page().note("activate");
            activated();
        });
    }

    @Override
    public final void deactivate() throws Exception {
        page().callback("deactivate", () -> {
            page().note("deactivate");
            deactivated();
        });
    }

    @Override
    public final void nextTuple() throws Exception {
        page().callback("nextTuple", this::next);
    }

    @Override
    public final void ack(Object messageId) throws Exception {
        page().callback("ack", () -> {
            page().note("ack", messageId);
            acked(messageId);
        });
    }

    @Override
    public final void fail(Object messageId) throws Exception {
        page().callback("fail", () -> {
            page().note("fail", messageId);
            failed(messageId);
        });
    }

    @Override
    public final void close() throws Exception {
        page().callback("close", () -> {
            page().note("close");
            closed();
        });
    }

    @Override
    public void declareOutputFields(OutputFieldsDeclarer declarer) {
        declarer.declare(FIELDS);
    }
}
