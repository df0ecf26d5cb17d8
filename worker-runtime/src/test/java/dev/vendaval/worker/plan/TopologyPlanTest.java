package dev.vendaval.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentKind;
import dev.vendaval.api.ComponentMemory;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.StreamDefinition;
import dev.vendaval.api.Subscription;
import dev.vendaval.api.Topology;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopologyPlanTest {
    private static ComponentDefinition component(
            String id, ComponentKind kind, int parallelism, Map<String, Object> config, String... sources) {
        List<StreamDefinition> streams = List.of(
                new StreamDefinition("default", new Fields("n"), false),
                new StreamDefinition("side", new Fields("n", "m"), false));
        List<Subscription> subscriptions = java.util.Arrays.stream(sources)
                .map(source -> new Subscription(source, "default", Grouping.shuffle()))
                .toList();
        return new ComponentDefinition(
                id,
                kind,
                "C",
                new byte[0],
                parallelism,
                null,
                config,
                streams,
                subscriptions,
                ComponentMemory.LEFT_BEHIND);
    }

    private static TopologyPlan plan() {
        Topology topology = Topology.of(
                List.of(
                        component("source", ComponentKind.SPOUT, 2, Map.of()),
                        component("z", ComponentKind.BOLT, 1, Map.of("topology.debug", true), "a"),
                        component("a", ComponentKind.BOLT, 1, Map.of(), "source", "z"),
                        component("self", ComponentKind.BOLT, 1, Map.of(), "z", "self")),
                List.of());
        TopologyDefinition definition =
                new TopologyDefinition("t-1", "t", "s", null, TopologyConfig.defaults(), topology, 0);
        Assignment assignment = new Assignment(
                "t-1",
                1,
                1,
                List.of(new WorkerSlot(3, "supervisor", "host", 6700, 1)),
                List.of(new ExecutorAssignment(new ExecutorTasks("a", List.of(3)), 3)),
                List.of());
        return TopologyPlan.of(definition, assignment);
    }

    @Test
    void streamsAreNumberedByComponentIdThenAsDeclared() {
        TopologyPlan plan = plan();

        assertThat(plan.streamCount()).isEqualTo(8);
        assertThat(plan.stream(0)).hasToString("a/default");
        assertThat(plan.stream(1)).hasToString("a/side");
        assertThat(plan.stream(4)).hasToString("source/default");
        assertThat(plan.stream(7).index()).isEqualTo(7);
    }

    @Test
    void cyclesAreNumberedAndTheirEdgesAreFeedback() {
        TopologyPlan plan = plan();

        assertThat(plan.component("a").cycle()).isEqualTo(plan.component("z").cycle());
        assertThat(plan.component("self").cycle())
                .isNotEqualTo(plan.component("a").cycle())
                .isNotEqualTo(ComponentPlan.NO_CYCLE);
        assertThat(plan.component("source").cycle()).isEqualTo(ComponentPlan.NO_CYCLE);
        assertThat(plan.stream(4).subscriptions())
                .containsExactly(new SubscriptionPlan("a", Grouping.shuffle(), false));
        assertThat(plan.component("z").streams().get(0).subscriptions())
                .containsExactly(
                        new SubscriptionPlan("a", Grouping.shuffle(), true),
                        new SubscriptionPlan("self", Grouping.shuffle(), false));
    }

    @Test
    void tasksFindTheirExecutorsAndAckersTheirSpoutTasks() {
        TopologyPlan plan = plan();

        assertThat(plan.layout().tasksOf("__acker")).containsExactly(1, 2);
        assertThat(plan.executorOfTask(3)).hasToString("a-3");
        assertThat(plan.executorsOf(3)).extracting(ExecutorPlan::component).containsExactly("a");
        assertThat(plan.executorOfTask(4).worker()).isEqualTo(ExecutorPlan.NO_WORKER);
        assertThat(plan.ackerCount()).isEqualTo(2);
        assertThat(plan.ackerOf(plan.spoutTaskOf(1))).isEqualTo(1);
        assertThatThrownBy(() -> plan.executorOfTask(1)).hasMessageContaining("no executor runs task 1");
    }

    @Test
    void aComponentsConfigurationIsAboveTheTopologys() {
        TopologyPlan plan = plan();

        assertThat(plan.component("z").configuration()).containsEntry("topology.debug", true);
        assertThat(plan.component("a").configuration()).containsEntry("topology.debug", false);
        assertThatThrownBy(() -> plan.component("a").configuration().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
