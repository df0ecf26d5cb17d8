package dev.vendaval.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CollectorDefaultsTest {
    private static final Tuple ANCHOR = FakeTuple.of(new Fields());
    private static final Values VALUES = new Values(1);

    private final List<String> calls = new ArrayList<>();

    private final class Bolts implements OutputCollector {
        @Override
        public List<Integer> emit(String streamId, List<Object> values) {
            return called(streamId + values);
        }

        @Override
        public List<Integer> emit(String streamId, Tuple anchor, List<Object> values) {
            return called(streamId + values + "+anchor");
        }

        @Override
        public List<Integer> emit(String streamId, Collection<Tuple> anchors, List<Object> values) {
            return called(streamId + values + "+" + anchors.size());
        }

        @Override
        public void emitDirect(int taskId, String streamId, Collection<Tuple> anchors, List<Object> values) {
            called(taskId + streamId + values + "+" + anchors.size());
        }

        @Override
        public void ack(Tuple input) {}

        @Override
        public void fail(Tuple input) {}

        @Override
        public void resetTimeout(Tuple input) {}

        @Override
        public void reportError(Throwable error) {}
    }

    private final class Spouts implements SpoutOutputCollector {
        @Override
        public List<Integer> emit(String streamId, List<Object> values, @Nullable Object messageId) {
            return called(streamId + values + messageId);
        }

        @Override
        public void emitDirect(int taskId, String streamId, List<Object> values, @Nullable Object messageId) {
            called(taskId + streamId + values + messageId);
        }

        @Override
        public int pendingCount() {
            return 0;
        }

        @Override
        public void wakeUp() {}

        @Override
        public void reportError(Throwable error) {}
    }

    private List<Integer> called(String call) {
        calls.add(call);
        return List.of();
    }

    @Test
    void aBoltsShortFormsMeanTheDefaultStreamAndNoAnchor() {
        OutputCollector collector = new Bolts();
        collector.emit(VALUES);
        collector.emit(ANCHOR, VALUES);
        collector.emit(List.of(ANCHOR, ANCHOR), VALUES);
        collector.emitDirect(4, VALUES);
        collector.emitDirect(4, ANCHOR, VALUES);
        collector.emitDirect(4, List.of(ANCHOR, ANCHOR), VALUES);
        collector.emitDirect(4, "s", VALUES);
        collector.emitDirect(4, "s", ANCHOR, VALUES);
        assertThat(calls)
                .containsExactly(
                        "default[1]",
                        "default[1]+anchor",
                        "default[1]+2",
                        "4default[1]+0",
                        "4default[1]+1",
                        "4default[1]+2",
                        "4s[1]+0",
                        "4s[1]+1");
    }

    @Test
    void aSpoutsShortFormsMeanTheDefaultStreamAndUntracked() {
        SpoutOutputCollector collector = new Spouts();
        collector.emit(VALUES);
        collector.emit(VALUES, 7);
        collector.emit("s", VALUES);
        collector.emitDirect(4, VALUES);
        collector.emitDirect(4, VALUES, 7);
        collector.emitDirect(4, "s", VALUES);
        assertThat(calls)
                .containsExactly(
                        "default[1]null", "default[1]7", "s[1]null", "4default[1]null", "4default[1]7", "4s[1]null");
    }
}
