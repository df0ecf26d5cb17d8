package dev.vendaval.api;

import static dev.vendaval.api.Refusal.invalid;
import static dev.vendaval.api.Refusal.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A topology made from data is held to the builder's rules. */
class TopologyTest {
    private static final StreamDefinition WORDS = new StreamDefinition("default", new Fields("word"), false);

    private static ComponentDefinition spout(String id) {
        return component(id, ComponentKind.SPOUT, 1, null, List.of(WORDS), List.of());
    }

    private static ComponentDefinition bolt(String id, Subscription... subscriptions) {
        return component(id, ComponentKind.BOLT, 1, null, List.of(), List.of(subscriptions));
    }

    private static ComponentDefinition component(
            String id,
            ComponentKind kind,
            int parallelism,
            @Nullable Integer tasks,
            List<StreamDefinition> streams,
            List<Subscription> subscriptions) {
        return new ComponentDefinition(
                id,
                kind,
                "a.Class",
                new byte[] {1},
                parallelism,
                tasks,
                Map.of(),
                streams,
                subscriptions,
                ComponentMemory.LEFT_BEHIND);
    }

    private static Topology topology(ComponentDefinition... components) {
        return Topology.of(List.of(components), List.of());
    }

    @Test
    void aTopologyCanBeMadeFromTheDataOfAnother() {
        Topology first = topology(spout("a"), bolt("b", new Subscription("a", "default", Grouping.all())));
        Topology second = Topology.of(first.components(), first.workerHooks());
        assertThat(second.components()).isEqualTo(first.components());
        assertThatThrownBy(() -> second.components().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @Tag("I1")
    void idsSpoutsAndStreamsAreChecked() {
        invalid("component id 'a/b' contains '/'", "printable", () -> topology(spout("a/b")));
        invalid("component id 'a' is used twice", "of its own", () -> topology(spout("a"), spout("a")));
        invalid("the topology has no spout", "at least one", () -> topology(bolt("b")));
        invalid(
                "component 'a': stream 'default' is declared twice",
                "once",
                () -> topology(component("a", ComponentKind.SPOUT, 1, null, List.of(WORDS, WORDS), List.of())));
        invalid(
                "component 'a': stream id 'x/y' contains '/'",
                "printable",
                () -> topology(component(
                        "a",
                        ComponentKind.SPOUT,
                        1,
                        null,
                        List.of(new StreamDefinition("x/y", new Fields(), false)),
                        List.of())));
    }

    @Test
    @Tag("I2")
    void subscriptionsAreChecked() {
        Subscription toA = new Subscription("a", "default", Grouping.shuffle());
        invalid(
                "component 'c', which does not exist",
                "components: a, b",
                () -> topology(spout("a"), bolt("b", new Subscription("c", "default", Grouping.shuffle()))));
        invalid("subscribes twice", "once", () -> topology(spout("a"), bolt("b", toA, toA)));
        invalid(
                "which has no field 'wrd'",
                "did you mean 'word'?",
                () -> topology(
                        spout("a"), bolt("b", new Subscription("a", "default", Grouping.fields(new Fields("wrd"))))));
        invalid(
                "spout 'a': subscribes to 'a'",
                "only bolts subscribe",
                () -> topology(component("a", ComponentKind.SPOUT, 1, null, List.of(WORDS), List.of(toA))));
    }

    @Test
    @Tag("I4")
    void parallelismAndTasksAreChecked() {
        invalid(
                "component 'a': parallelism is 0",
                "1 or more",
                () -> topology(component("a", ComponentKind.SPOUT, 0, null, List.of(), List.of())));
        invalid(
                "component 'a': number of tasks is 0",
                "1 or more",
                () -> topology(component("a", ComponentKind.SPOUT, 1, 0, List.of(), List.of())));
        invalid(
                "component 'a': parallelism 2 is more than its 1 tasks",
                "at least 2 tasks",
                () -> topology(component("a", ComponentKind.SPOUT, 2, 1, List.of(), List.of())));
    }

    @Test
    @Tag("I8")
    void configurationIsChecked() {
        ComponentDefinition component = new ComponentDefinition(
                "a",
                ComponentKind.SPOUT,
                "a.Class",
                new byte[0],
                1,
                null,
                Map.of("since", Instant.EPOCH),
                List.of(),
                List.of(),
                ComponentMemory.LEFT_BEHIND);
        refused(
                SubmitException.Code.CONFIG,
                "component 'a': configuration key 'since' is a java.time.Instant",
                "configuration travels as data",
                () -> topology(component));
    }

    @Test
    void aDefinitionDoesNotFollowTheListsItWasMadeFrom() {
        List<StreamDefinition> streams = new ArrayList<>(List.of(WORDS));
        ComponentDefinition component = component("a", ComponentKind.SPOUT, 1, null, streams, List.of());
        streams.clear();
        assertThat(component.streams()).containsExactly(WORDS);
        assertThat(component).isEqualTo(spout("a")).hasSameHashCodeAs(spout("a"));
        assertThat(component).isNotEqualTo(spout("b"));
    }

    @Test
    void aGroupingHasWhatItsKindNeedsAndNothingElse() {
        assertThatThrownBy(() -> Grouping.of(Grouping.Kind.FIELDS)).hasMessage("FIELDS grouping needs fields");
        assertThatThrownBy(() -> groupingWithFields(Grouping.Kind.ALL))
                .hasMessage("ALL grouping takes no fields, found [a]");
        assertThatThrownBy(() -> Grouping.of(Grouping.Kind.CUSTOM))
                .hasMessage("CUSTOM grouping needs a serialized CustomGrouping");
        assertThatThrownBy(() -> new Grouping(Grouping.Kind.NONE, null, new byte[0]))
                .hasMessage("NONE grouping takes no bytes");
        assertThat(Grouping.custom(new byte[] {1})).isEqualTo(Grouping.custom(new byte[] {1}));
    }

    @SuppressWarnings("NullAway") // it does not see in class files that an array parameter is nullable
    private static Grouping groupingWithFields(Grouping.Kind kind) {
        return new Grouping(kind, new Fields("a"), null);
    }
}
