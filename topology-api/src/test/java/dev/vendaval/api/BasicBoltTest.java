package dev.vendaval.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BasicBoltTest {
    private static final class Emitted implements BasicOutputCollector {
        private final List<String> calls = new ArrayList<>();

        @Override
        public List<Integer> emit(String streamId, List<Object> values) {
            calls.add(streamId + values);
            return List.of();
        }

        @Override
        public void emitDirect(int taskId, String streamId, List<Object> values) {
            calls.add(taskId + streamId + values);
        }

        @Override
        public void reportError(Throwable error) {
            calls.add(error.toString());
        }
    }

    @Test
    @Tag("I9")
    void aLambdaWithFieldsAndCapturesSurvivesSerialization() throws Exception {
        String suffix = "!";
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("words", new DeclaringSpout("word"));
        builder.setBolt(
                        "exclaim",
                        BasicBolt.emitting(
                                "loud",
                                new Fields("word"),
                                (tuple, collector) -> collector.emit("loud", new Values(tuple.getString(0) + suffix))))
                .shuffleGrouping("words");
        ComponentDefinition definition = builder.build().component("exclaim");

        BasicBolt bolt = (BasicBolt) SerializationTest.read(definition.object());
        Emitted emitted = new Emitted();
        bolt.execute(FakeTuple.of(new Fields("word"), "hello"), emitted);

        assertThat(emitted.calls).containsExactly("loud[hello!]");
        assertThat(definition.streams()).containsExactly(new StreamDefinition("loud", new Fields("word"), false));
    }

    @Test
    void emittingPassesOnEveryCallAndWhatTheBoltDeclaresItself() throws Exception {
        List<String> calls = new ArrayList<>();
        BasicBolt bolt = BasicBolt.emitting("more", new Fields("b"), new BasicBolt() {
            @Override
            public void declareOutputFields(OutputFieldsDeclarer declarer) {
                declarer.declare(true, new Fields("a"));
            }

            @Override
            public Map<String, Object> getComponentConfiguration() {
                return Map.of("key", 1);
            }

            @Override
            @SuppressWarnings("NullAway") // the context is not looked at
            public void prepare(Map<String, Object> configuration, TopologyContext context) {
                calls.add("prepare" + configuration);
            }

            @Override
            public void execute(Tuple input, BasicOutputCollector collector) {
                throw new FailedException("later");
            }

            @Override
            public void cleanup() {
                calls.add("cleanup");
            }
        });

        preparedWithoutContext(bolt);
        bolt.cleanup();

        assertThat(calls).containsExactly("prepare{}", "cleanup");
        assertThat(bolt.getComponentConfiguration()).isEqualTo(Map.of("key", 1));
        assertThat(DeclaredStreams.of("bolt", bolt))
                .containsExactly(
                        new StreamDefinition("default", new Fields("a"), true),
                        new StreamDefinition("more", new Fields("b"), false));
    }

    @SuppressWarnings("NullAway") // the context is not looked at
    private static void preparedWithoutContext(BasicBolt bolt) throws Exception {
        bolt.prepare(Map.of(), null);
    }

    @Test
    void theShortFormsOfTheBasicCollectorMeanTheDefaultStream() {
        Emitted collector = new Emitted();
        collector.emit(new Values(1));
        collector.emitDirect(3, new Values(2));
        assertThat(collector.calls).containsExactly("default[1]", "3default[2]");
    }
}
