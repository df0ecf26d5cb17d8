package dev.vendaval.nimbus.rebalance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentMemory;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.StreamDefinition;
import dev.vendaval.api.Subscription;
import dev.vendaval.api.Topology;
import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.nimbus.scheduling.EvenScheduler;
import dev.vendaval.nimbus.scheduling.PlacementRequest;
import dev.vendaval.nimbus.scheduling.SupervisorSlots;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.topology.AddedTasks;
import dev.vendaval.protocol.topology.TaskGrowth;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("R4")
class GrowthTest {
    private static final Fields KEY = new Fields("value");
    private static final List<SupervisorSlots> SLOTS =
            SupervisorSlots.of(List.of(Reports.supervisor("a", 1, 2)), Set.of());

    /** Tasks: __acker 1, bolt 2 to 5, lines 6. */
    private static TopologyDefinition definition(
            Map<String, Object> config, ComponentMemory memory, Grouping... inputs) {
        ComponentDefinition bolt = Topologies.bolt("bolt", 2, "lines");
        List<Subscription> subscriptions = new ArrayList<>();
        for (Grouping input : inputs) {
            subscriptions.add(new Subscription("lines", subscriptions.isEmpty() ? "default" : "other", input));
        }
        ComponentDefinition grouped = new ComponentDefinition(
                "bolt",
                bolt.kind(),
                bolt.className(),
                bolt.object(),
                2,
                4,
                bolt.configuration(),
                bolt.streams(),
                subscriptions,
                memory);
        ComponentDefinition lines = Topologies.spout("lines", 1);
        ComponentDefinition spout = new ComponentDefinition(
                "lines",
                lines.kind(),
                lines.className(),
                lines.object(),
                1,
                null,
                Map.of(),
                List.of(
                        lines.streams().get(0),
                        new StreamDefinition(
                                "other", KEY, inputs.length > 1 && inputs[1].kind() == Grouping.Kind.DIRECT)),
                List.of(),
                ComponentMemory.LEFT_BEHIND);
        return new TopologyDefinition(
                "t-1", "t", "submit", null, config, Topology.of(List.of(spout, grouped), List.of()), 0);
    }

    private static Assignment submitted(TopologyDefinition definition) {
        TaskLayout layout = TaskLayout.of(definition.topology(), definition.config());
        return EvenScheduler.place(new PlacementRequest("t-1", 1, 1, layout.executors()), SLOTS);
    }

    private static RebalancePlan plan(TopologyDefinition definition, Assignment present, String component, int count) {
        return RebalancePlanner.plan(new PlanRequest(
                definition,
                TaskLayout.of(definition.topology(), definition.config(), present.growth()),
                present,
                present.version() + 1,
                SLOTS,
                new RebalanceWish(null, Map.of(component, count), Map.of(), Set.of())));
    }

    private static RebalancePlan grown(ComponentMemory memory, Grouping... inputs) {
        TopologyDefinition definition = definition(Map.of(), memory, inputs);
        return plan(definition, submitted(definition), "bolt", 6);
    }

    private static void assertRefused(ComponentMemory memory, String reason, Grouping... inputs) {
        assertThatThrownBy(() -> grown(memory, inputs)).isInstanceOfSatisfying(ServiceException.class, refused -> {
            assertThat(refused.getMessage())
                    .contains("'bolt' has too few tasks for 6 executors")
                    .contains(reason);
            assertThat(refused.hint()).isEqualTo("possible: 1 to 4");
        });
    }

    @Test
    void newTasksHaveTheHighestIdsAndAnExecutorEach() {
        RebalancePlan plan = grown(ComponentMemory.NONE, Grouping.shuffle());

        assertThat(plan.next().growth().added()).containsExactly(new AddedTasks("bolt", List.of(7, 8)));
        assertThat(plan.next().executors().stream()
                        .map(ExecutorAssignment::executor)
                        .filter(executor -> executor.component().equals("bolt")))
                .allMatch(executor -> executor.tasks().size() == 1)
                .hasSize(6);
        assertThat(plan.changesNothing()).isFalse();
        assertThat(plan.added()).hasSize(6);
    }

    @Test
    void tasksWhoseKeysGoToNewTasksAreAmongThosePausing() {
        RebalancePlan plan = grown(ComponentMemory.HANDED_OVER, Grouping.fields(KEY));

        assertThat(plan.moved()).singleElement().satisfies(pausing -> {
            assertThat(pausing.component()).isEqualTo("bolt");
            assertThat(pausing.tasks()).containsExactly(2, 3, 4, 5);
            assertThat(pausing.to()).isEqualTo(pausing.from());
            assertThat(pausing.reason()).isEqualTo("keys go to its new tasks");
        });
        assertThat(plan.warnings()).isEmpty();
        assertThat(grown(ComponentMemory.HANDED_OVER, Grouping.shuffle()).moved())
                .as("nobody has to wait where tasks own no keys")
                .isEmpty();
    }

    @Test
    void idsThatWereProposedOnceAreNotUsedAgain() {
        TopologyDefinition definition = definition(Map.of(), ComponentMemory.NONE, Grouping.shuffle());
        Assignment present = submitted(definition);
        TaskGrowth rolledBack = plan(definition, present, "bolt", 6).next().growth();

        RebalancePlan again = plan(definition, present.with(present.growth().beyond(rolledBack)), "bolt", 5);

        assertThat(again.next().growth().added()).containsExactly(new AddedTasks("bolt", List.of(9)));
        assertThat(again.next().growth().highestTask()).isEqualTo(9);
        assertThat(plan(definition, present.with(present.growth().beyond(rolledBack)), "bolt", 2)
                        .changesNothing())
                .isTrue();
    }

    @Test
    void whatHasGrownStaysGrownWhenExecutorsBecomeFewerAndMayGrowAgain() {
        TopologyDefinition definition = definition(Map.of(), ComponentMemory.NONE, Grouping.fields(KEY));
        Assignment grown = plan(definition, submitted(definition), "bolt", 6).next();

        Assignment fewer = plan(definition, grown, "bolt", 2).next();
        Assignment more = plan(definition, fewer, "bolt", 7).next();

        assertThat(fewer.growth()).isEqualTo(grown.growth());
        assertThat(fewer.executors().stream()
                        .map(ExecutorAssignment::executor)
                        .filter(executor -> executor.component().equals("bolt"))
                        .map(executor -> executor.tasks()))
                .containsExactly(List.of(2, 3, 4), List.of(5, 7, 8));
        assertThat(more.growth().added())
                .containsExactly(new AddedTasks("bolt", List.of(7, 8)), new AddedTasks("bolt", List.of(9)));
        assertThat(plan(definition, more, "bolt", 7).changesNothing()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(ComponentMemory.class)
    void inputsThatAnyTaskMayTakeLetItGrow(ComponentMemory memory) {
        for (Grouping grouping : List.of(
                Grouping.shuffle(),
                Grouping.localOrShuffle(),
                Grouping.none(),
                Grouping.all(),
                Grouping.partialKey(KEY))) {
            List<String> warnings = grown(memory, grouping).warnings();

            assertThat(warnings.stream().anyMatch(warning -> warning.contains("'bolt' gets tasks [7-8]")))
                    .as(grouping + ", " + memory)
                    .isEqualTo(memory != ComponentMemory.NONE);
            assertThat(warnings.stream().anyMatch(warning -> warning.contains("partial key")))
                    .as(grouping + ", " + memory)
                    .isEqualTo(memory != ComponentMemory.NONE && grouping.kind() == Grouping.Kind.PARTIAL_KEY);
        }
    }

    @Test
    void keysGoToNewTasksOnlyWithTheirMemory() {
        assertThat(grown(ComponentMemory.NONE, Grouping.fields(KEY)).warnings()).isEmpty();
        assertThat(grown(ComponentMemory.HANDED_OVER, Grouping.fields(KEY)).warnings())
                .isEmpty();
        assertThat(grown(ComponentMemory.HANDED_OVER, Grouping.fields(KEY), Grouping.all())
                        .warnings())
                .isEmpty();
        assertRefused(ComponentMemory.LEFT_BEHIND, "neither implements StateHandover", Grouping.fields(KEY));
        assertRefused(ComponentMemory.LEFT_BEHIND, "stream 'other'", Grouping.shuffle(), Grouping.fields(KEY));
    }

    @ParameterizedTest
    @EnumSource(ComponentMemory.class)
    void inputsThatAreForCertainTasksDoNotLetItGrow(ComponentMemory memory) {
        assertRefused(memory, "is direct", Grouping.shuffle(), Grouping.direct());
        assertRefused(memory, "custom grouping", Grouping.custom(new byte[] {1}));
        assertRefused(memory, "goes to one task", Grouping.global());
        assertRefused(memory, "goes to one task", Grouping.fields(new Fields()));
    }

    @Test
    void thereAreNotMoreTasksThanKeyGroupsNorThanTheTopologyAllows() {
        TopologyDefinition keyed = definition(Map.of(), ComponentMemory.NONE, Grouping.fields(KEY));
        TopologyDefinition capped =
                definition(Map.of("topology.max.task.parallelism", 5), ComponentMemory.NONE, Grouping.shuffle());

        assertThat(plan(keyed, submitted(keyed), "bolt", 1024).next().executors())
                .hasSize(1025);
        assertThatThrownBy(() -> plan(keyed, submitted(keyed), "bolt", 1025))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.hint())
                                .isEqualTo("possible: 1 to 4, and with more tasks up to 1024"));
        assertThat(plan(capped, submitted(capped), "bolt", 5).next().growth().added())
                .hasSize(1);
        assertThatThrownBy(() -> plan(capped, submitted(capped), "bolt", 6))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.hint()).endsWith("with more tasks up to 5"));
        assertThatThrownBy(() -> plan(keyed, submitted(keyed), "bolt", Integer.MAX_VALUE))
                .isInstanceOf(ServiceException.class);
    }

    @Test
    void onlyBoltsWhoseMemoryStaysBehindAreWarnedOfWhenTheyMove() {
        for (ComponentMemory memory : ComponentMemory.values()) {
            TopologyDefinition definition = definition(Map.of(), memory, Grouping.shuffle());
            Assignment present = submitted(definition);
            RebalancePlan plan = RebalancePlanner.plan(new PlanRequest(
                    definition,
                    TaskLayout.of(definition.topology(), definition.config()),
                    present,
                    2,
                    SupervisorSlots.of(List.of(Reports.supervisor("a", 1, 2)), Set.of()),
                    new RebalanceWish(2, Map.of(), Map.of(), Set.of())));

            assertThat(plan.moved()).extracting(move -> move.component()).contains("bolt");
            assertThat(plan.warnings().stream().anyMatch(warning -> warning.contains("memory starts empty")))
                    .as(memory.toString())
                    .isEqualTo(memory == ComponentMemory.LEFT_BEHIND);
        }
    }
}
