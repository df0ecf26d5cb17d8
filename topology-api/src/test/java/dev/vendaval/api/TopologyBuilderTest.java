package dev.vendaval.api;

import static dev.vendaval.api.Refusal.invalid;
import static dev.vendaval.api.Refusal.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyBuilderTest {
    private static final BasicBolt SINK = (tuple, collector) -> {};
    private static final String ID_RULE =
            "an id has 1 to 128 printable characters without '/' and does not start with '__'";

    private static final String SIXTEEN = "0123456789abcdef";
    private static final String LONGEST_ID =
            SIXTEEN + SIXTEEN + SIXTEEN + SIXTEEN + SIXTEEN + SIXTEEN + SIXTEEN + SIXTEEN;

    private final TopologyBuilder builder = new TopologyBuilder();

    private BoltDeclarer sinkOf(Spout spout) {
        builder.setSpout("lines", spout);
        return builder.setBolt("sink", SINK);
    }

    @Test
    void aTopologyHasWhatItWasBuiltFrom() {
        builder.setSpout("lines", new DeclaringSpout("line"), 2).setNumTasks(4).setMaxSpoutPending(10);
        builder.setBolt("split", BasicBolt.emitting(new Fields("word"), SINK), 3)
                .shuffleGrouping("lines")
                .addConfiguration("my.key", 1)
                .addConfigurations(Map.of("my.other", List.of("a", "b")));
        builder.setBolt("count", SINK).fieldsGrouping("split", new Fields("word"));

        Topology topology = builder.build();

        assertThat(topology.components())
                .extracting(ComponentDefinition::id)
                .containsExactly("lines", "split", "count");
        ComponentDefinition lines = topology.component("lines");
        assertThat(lines.kind()).isEqualTo(ComponentKind.SPOUT);
        assertThat(lines.className()).isEqualTo(DeclaringSpout.class.getName());
        assertThat(lines.parallelism()).isEqualTo(2);
        assertThat(lines.tasks()).isEqualTo(4);
        assertThat(lines.configuration()).isEqualTo(Map.of("topology.max.spout.pending", 10));
        assertThat(lines.streams()).containsExactly(new StreamDefinition("default", new Fields("line"), false));
        ComponentDefinition split = topology.component("split");
        assertThat(split.kind()).isEqualTo(ComponentKind.BOLT);
        assertThat(split.tasks()).isNull();
        assertThat(split.configuration()).isEqualTo(Map.of("my.key", 1, "my.other", List.of("a", "b")));
        assertThat(split.subscriptions()).containsExactly(new Subscription("lines", "default", Grouping.shuffle()));
        assertThat(topology.component("count").subscriptions())
                .containsExactly(new Subscription("split", "default", Grouping.fields(new Fields("word"))));
        assertThatThrownBy(() -> topology.component("spilt"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no component 'spilt'; did you mean 'split'? components: lines, split, count");
    }

    @Test
    void buildMayBeCalledAgain() {
        sinkOf(new DeclaringSpout("line")).shuffleGrouping("lines");
        assertThat(builder.build().components()).isEqualTo(builder.build().components());
    }

    // --- R4: whose memory goes along ------------------------------------------------------------------------------

    private static final class Remembering implements BasicBolt, StateHandover {
        private static final long serialVersionUID = 1L;

        @Override
        public void execute(Tuple input, BasicOutputCollector collector) {}

        @Override
        public byte[] save() {
            return new byte[0];
        }

        @Override
        public void restore(byte[] state) {}
    }

    @Test
    @Tag("R4")
    void whoseMemoryGoesAlongIsKnownOfEachBolt() {
        builder.setSpout("lines", new DeclaringSpout("line"));
        builder.setBolt("forgets", SINK).stateless().shuffleGrouping("lines");
        builder.setBolt("loses", SINK).shuffleGrouping("lines");
        builder.setBolt("keeps", new Remembering()).shuffleGrouping("lines");
        builder.setBolt("keepsInside", BasicBolt.emitting(new Fields("a"), new Remembering()))
                .shuffleGrouping("lines");

        assertThat(builder.build().components())
                .extracting(ComponentDefinition::memory)
                .containsExactly(
                        ComponentMemory.LEFT_BEHIND,
                        ComponentMemory.NONE,
                        ComponentMemory.LEFT_BEHIND,
                        ComponentMemory.HANDED_OVER,
                        ComponentMemory.HANDED_OVER);
    }

    @Test
    @Tag("R4")
    void aBoltThatHandsMemoryOverIsNotStateless() {
        BoltDeclarer keeps = builder.setBolt("keeps", new Remembering());

        assertThatThrownBy(keeps::stateless)
                .isInstanceOf(SubmitException.class)
                .hasMessageContaining("'keeps' is declared stateless")
                .hasMessageContaining("implements StateHandover");
    }

    // --- I1: ids -------------------------------------------------------------------------------------------------

    @Test
    @Tag("I1")
    void anIdThatBreaksTheRuleIsRefusedAtOnce() {
        Spout spout = new DeclaringSpout();
        invalid("component id '' is empty", ID_RULE, () -> builder.setSpout("", spout));
        invalid("component id 'a/b' contains '/'", ID_RULE, () -> builder.setBolt("a/b", SINK));
        invalid("component id '__acker' starts with '__'", ID_RULE, () -> builder.setBolt("__acker", SINK));
        invalid("contains the unprintable U+000A", ID_RULE, () -> builder.setBolt("a\nb", SINK));
        invalid("contains the unprintable U+200B", ID_RULE, () -> builder.setBolt("a\u200bb", SINK));
        invalid("has 129 characters", ID_RULE, () -> builder.setBolt("x".repeat(129), SINK));
    }

    @ParameterizedTest
    @Tag("I1")
    @ValueSource(strings = {"a", "_a", "count words", "zähler", "计数", "a.b:c\\d", "😀", LONGEST_ID})
    void anyOtherIdIsTaken(String id) {
        builder.setSpout(id, new DeclaringSpout("line"));
        assertThat(builder.build().component(id).id()).isEqualTo(id);
    }

    @Test
    @Tag("I1")
    void anIdIsUsedOnce() {
        builder.setSpout("lines", new DeclaringSpout());
        invalid("component id 'lines' is used twice", "an id of its own", () -> builder.setBolt("lines", SINK));
    }

    @Test
    @Tag("I1")
    void aTopologyWithoutSpoutIsRefused() {
        invalid("the topology has no spout", "TopologyBuilder.setSpout", builder::build);
        builder.setBolt("a", BasicBolt.emitting(new Fields("x"), SINK)).shuffleGrouping("a");
        invalid("the topology has no spout", "it needs at least one", builder::build);
    }

    @Test
    @Tag("I1")
    void aStreamIdThatBreaksTheRuleOrComesTwiceIsRefusedNamingTheComponent() {
        builder.setSpout("lines", new DeclaringSpout("__mine", false, new Fields("x")));
        invalid("component 'lines': stream id '__mine' starts with '__'", ID_RULE, builder::build);

        TopologyBuilder second = new TopologyBuilder();
        second.setSpout("lines", new DeclaringSpout("line"));
        second.setBolt("split", BasicBolt.emitting(new Fields("a"), BasicBolt.emitting(new Fields("b"), SINK)))
                .shuffleGrouping("lines");
        invalid("component 'split': stream 'default' is declared twice", "declareStream", second::build);
    }

    @Test
    void whatDeclareOutputFieldsThrowsIsRefusedNamingTheComponent() {
        builder.setSpout("lines", new DuplicateFieldSpout());
        SubmitException e = invalid("component 'lines': declareOutputFields threw", "stack", builder::build);
        assertThat(e.getMessage()).contains("field 'a' is there twice");
        assertThat(e).hasCauseInstanceOf(IllegalArgumentException.class);
    }

    private static final class DuplicateFieldSpout extends DeclaringSpout {
        @Override
        public void declareOutputFields(OutputFieldsDeclarer declarer) {
            declarer.declare(new Fields("a", "a"));
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what a careless caller does
    void nullsAreRefusedAtOnce() {
        invalid("component id is null", ID_RULE, () -> builder.setBolt(null, SINK));
        invalid("component 'a' is null", "pass a Spout, a Bolt or a BasicBolt", () -> builder.setSpout("a", null));
        invalid("a worker hook is null", "WorkerHook", () -> builder.addWorkerHook(null));
        invalid(
                "bolt 'b': custom grouping on stream 'default' of 'a' is null",
                "CustomGrouping",
                () -> builder.setBolt("b", SINK).customGrouping("a", null));
    }

    // --- I2: subscriptions ---------------------------------------------------------------------------------------

    @Test
    @Tag("I2")
    void aSourceThatDoesNotExistIsRefusedWithTheNearestOne() {
        sinkOf(new DeclaringSpout("line")).shuffleGrouping("lnies");
        invalid(
                "bolt 'sink': subscribes to component 'lnies', which does not exist",
                "did you mean 'lines'? components: lines, sink",
                builder::build);
    }

    @Test
    @Tag("I2")
    void aStreamThatTheSourceDoesNotDeclareIsRefusedWithTheNearestOne() {
        sinkOf(new DeclaringSpout("errors", false, new Fields("line"))).shuffleGrouping("lines", "error");
        invalid(
                "bolt 'sink': subscribes to stream 'error' of 'lines', which does not declare it",
                "did you mean 'errors'? streams it declares: errors",
                builder::build);
    }

    @Test
    @Tag("I2")
    void aLambdaWithoutDeclaredFieldsIsRefusedAsASourceSayingHowToDeclareThem() {
        sinkOf(new DeclaringSpout("line")).shuffleGrouping("lines");
        builder.setBolt("after", SINK).shuffleGrouping("sink");
        invalid("bolt 'after': subscribes to stream 'default' of 'sink'", "BasicBolt.emitting", builder::build);
    }

    @Test
    @Tag("I2")
    void aKeyFieldMustBeOneOfTheStreamItself() {
        builder.setSpout("lines", new DeclaringSpout("line"));
        builder.setBolt(
                        "split",
                        BasicBolt.emitting(
                                new Fields("word"), BasicBolt.emitting("lengths", new Fields("length"), SINK)))
                .shuffleGrouping("lines");
        builder.setBolt("count", SINK).fieldsGrouping("split", "lengths", new Fields("word"));
        invalid(
                "bolt 'count': subscribes by FIELDS[word] to stream 'lengths' of 'split', which has no field 'word'",
                "fields of the stream: length",
                builder::build);
    }

    @Test
    @Tag("I2")
    void theSameHoldsForPartialKey() {
        sinkOf(new DeclaringSpout("word")).partialKeyGrouping("lines", new Fields("wrod"));
        invalid("PARTIAL_KEY[wrod]", "did you mean 'word'?", builder::build);

        TopologyBuilder second = new TopologyBuilder();
        second.setSpout("lines", new DeclaringSpout("word"));
        second.setBolt("sink", SINK).partialKeyGrouping("lines", new Fields());
        invalid("without a field", "partial key grouping needs at least one", second::build);
    }

    @Test
    @Tag("I2")
    void aSecondSubscriptionToTheSameStreamIsRefusedAtOnce() {
        BoltDeclarer sink = sinkOf(new DeclaringSpout("word")).shuffleGrouping("lines");
        invalid(
                "bolt 'sink': subscribes twice to stream 'default' of 'lines', first by SHUFFLE, then by FIELDS[word]",
                "a bolt subscribes to a stream once",
                () -> sink.fieldsGrouping("lines", new Fields("word")));
    }

    @Test
    @Tag("G2")
    void fieldsGroupingWithoutFieldsIsTaken() {
        sinkOf(new DeclaringSpout("word")).fieldsGrouping("lines", new Fields());
        assertThat(builder.build().component("sink").subscriptions()).hasSize(1);
    }

    @Test
    @Tag("G7")
    void directGroupingAndDirectStreamsGoTogether() {
        sinkOf(new DeclaringSpout("word")).directGrouping("lines");
        invalid(
                "bolt 'sink': subscribes by DIRECT to stream 'default' of 'lines', which is not declared direct",
                "declare it direct (declareStream(id, true, fields)) and emit with emitDirect",
                builder::build);

        TopologyBuilder second = new TopologyBuilder();
        second.setSpout("lines", new DeclaringSpout("default", true, new Fields("word")));
        second.setBolt("sink", SINK).shuffleGrouping("lines");
        invalid("which is declared direct", "a direct stream takes directGrouping only", second::build);

        TopologyBuilder third = new TopologyBuilder();
        third.setSpout("lines", new DeclaringSpout("default", true, new Fields("word")));
        third.setBolt("sink", SINK).directGrouping("lines");
        assertThat(third.build().components()).hasSize(2);
    }

    @Test
    @Tag("G10")
    void severalSubscribersAStreamWithoutSubscribersAndLoopsAreTaken() {
        builder.setSpout("lines", new DeclaringSpout("line"));
        builder.setBolt("a", BasicBolt.emitting("unheard", new Fields("x"), BasicBolt.emitting(new Fields("x"), SINK)))
                .shuffleGrouping("lines")
                .shuffleGrouping("b")
                .shuffleGrouping("a");
        builder.setBolt("b", BasicBolt.emitting(new Fields("x"), SINK))
                .shuffleGrouping("lines")
                .shuffleGrouping("a");
        assertThat(builder.build().components()).hasSize(3);
    }

    @Test
    void everyGroupingMethodMakesItsSubscription() {
        Fields key = new Fields("word");
        CustomGrouping first = new FirstTask();
        builder.setSpout("lines", new DeclaringSpout("word"));
        builder.setSpout("others", new DeclaringSpout("s", false, key));
        assertGrouping(Grouping.shuffle(), bolt("1").shuffleGrouping("lines").shuffleGrouping("others", "s"));
        assertGrouping(
                Grouping.fields(key), bolt("2").fieldsGrouping("lines", key).fieldsGrouping("others", "s", key));
        assertGrouping(
                Grouping.partialKey(key),
                bolt("3").partialKeyGrouping("lines", key).partialKeyGrouping("others", "s", key));
        assertGrouping(Grouping.all(), bolt("4").allGrouping("lines").allGrouping("others", "s"));
        assertGrouping(Grouping.global(), bolt("5").globalGrouping("lines").globalGrouping("others", "s"));
        assertGrouping(Grouping.none(), bolt("6").noneGrouping("lines").noneGrouping("others", "s"));
        assertGrouping(
                Grouping.localOrShuffle(),
                bolt("7").localOrShuffleGrouping("lines").localOrShuffleGrouping("others", "s"));
        assertGrouping(
                Grouping.custom(first), bolt("8").customGrouping("lines", first).customGrouping("others", "s", first));
        assertGrouping(Grouping.direct(), bolt("9").directGrouping("lines").directGrouping("others", "s"));
    }

    private BoltDeclarer bolt(String id) {
        return builder.setBolt(id, SINK);
    }

    private static void assertGrouping(Grouping expected, BoltDeclarer bolt) {
        assertThat(bolt.define().subscriptions())
                .containsExactly(
                        new Subscription("lines", "default", expected), new Subscription("others", "s", expected));
    }

    private static final class FirstTask implements CustomGrouping {
        @Override
        public void prepare(WorkerContext context, GlobalStreamId stream, List<Integer> targetTasks) {}

        @Override
        public List<Integer> chooseTasks(int senderTask, List<Object> values) {
            return List.of(1);
        }
    }

    // --- I4: parallelism and tasks -------------------------------------------------------------------------------

    @ParameterizedTest
    @Tag("I4")
    @ValueSource(ints = {0, -3})
    void parallelismAndTasksBelowOneAreRefusedAtOnce(int number) {
        invalid(
                "component 'a': parallelism is " + number,
                "it must be 1 or more",
                () -> builder.setBolt("a", SINK, number));
        invalid(
                "component 'a': number of tasks is " + number,
                "it must be 1 or more",
                () -> builder.setBolt("a", SINK).setNumTasks(number));
    }

    @Test
    @Tag("I4")
    void moreExecutorsThanTasksAreRefused() {
        builder.setSpout("lines", new DeclaringSpout("line"), 4).setNumTasks(3);
        invalid(
                "component 'lines': parallelism 4 is more than its 3 tasks",
                "at most 3 executors, or at least 4 tasks",
                builder::build);
    }

    @ParameterizedTest
    @Tag("I4")
    @CsvSource({"2, , 2", "2, 5, 5", "1, 1, 1"})
    void tasksDefaultToTheParallelism(int parallelism, Integer tasks, int expected) {
        SpoutDeclarer spout = builder.setSpout("lines", new DeclaringSpout("line"), parallelism);
        if (tasks != null) {
            spout.setNumTasks(tasks);
        }
        assertThat(builder.build().component("lines").taskCount()).isEqualTo(expected);
    }

    @Test
    @Tag("I4")
    void tasksMayAlsoComeFromTheComponentsConfiguration() {
        builder.setSpout("lines", new DeclaringSpout("line")).addConfiguration(Config.TOPOLOGY_TASKS, 6);
        assertThat(builder.build().component("lines").tasks()).isEqualTo(6);

        builder.setSpout("more", new DeclaringSpout("line")).addConfiguration(Config.TOPOLOGY_TASKS, "six");
        refused(
                SubmitException.Code.CONFIG,
                "component 'more': configuration key 'topology.tasks' is 'six'",
                "it must be an int",
                builder::build);
    }

    // --- I8: component configuration -----------------------------------------------------------------------------

    @Test
    @Tag("I8")
    void theDeclarersConfigurationGoesAboveTheComponentsOwnAndIsUnmodifiable() {
        builder.setSpout("lines", new ConfiguredSpout()).addConfiguration("b", 3);
        Map<String, Object> configuration = builder.build().component("lines").configuration();
        assertThat(configuration).isEqualTo(Map.of("a", 1, "b", 3));
        assertThatThrownBy(() -> configuration.put("c", 4)).isInstanceOf(UnsupportedOperationException.class);
    }

    private static final class ConfiguredSpout implements Spout {
        @Override
        public Map<String, Object> getComponentConfiguration() {
            return Map.of("a", 1, "b", 2);
        }

        @Override
        public void open(Map<String, Object> configuration, TopologyContext context, SpoutOutputCollector collector) {}

        @Override
        public void nextTuple() {}
    }

    @Test
    @Tag("I8")
    void configurationThatIsNotPlainDataIsRefusedNamingTheKey() {
        builder.setSpout("lines", new DeclaringSpout("line"))
                .addConfiguration("limits", Map.of("waits", List.of("1s", Duration.ofSeconds(2))));
        refused(
                SubmitException.Code.CONFIG,
                "component 'lines': configuration key 'limits.waits[1]' is a java.time.Duration",
                "a duration is a string such as \"30s\"",
                builder::build);
    }

    @Test
    void maxSpoutPendingBelowOneIsRefusedAtOnce() {
        SpoutDeclarer spout = builder.setSpout("lines", new DeclaringSpout());
        refused(
                SubmitException.Code.CONFIG,
                "component 'lines': max spout pending is 0",
                "it must be 1 or more",
                () -> spout.setMaxSpoutPending(0));
    }
}
