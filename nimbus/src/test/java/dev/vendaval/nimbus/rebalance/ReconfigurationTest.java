package dev.vendaval.nimbus.rebalance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentMemory;
import dev.vendaval.api.SubmitException;
import dev.vendaval.api.Topology;
import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.nimbus.scheduling.EvenScheduler;
import dev.vendaval.nimbus.scheduling.PlacementRequest;
import dev.vendaval.nimbus.scheduling.SupervisorSlots;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.report.RebalanceReport.Move;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.topology.ConfigChange;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R1")
class ReconfigurationTest {
    private static final List<SupervisorSlots> SLOTS =
            SupervisorSlots.of(List.of(Reports.supervisor("a", 1, 4)), Set.of());
    private static final TopologyDefinition DEFINITION = new TopologyDefinition(
            "t-1",
            "t",
            "submit",
            null,
            TopologyConfig.merge(TopologyConfig.defaults(), Map.of("my.limit", 3, "my.password", "old")),
            topology(),
            0);

    /** Only bolt "own" has a limit of its own. */
    private static Topology topology() {
        ComponentDefinition bolt = Topologies.bolt("own", 2, "lines");
        ComponentDefinition own = new ComponentDefinition(
                "own",
                bolt.kind(),
                bolt.className(),
                bolt.object(),
                2,
                null,
                Map.of("my.limit", 1, "topology.tick.tuple.freq", "1s"),
                bolt.streams(),
                bolt.subscriptions(),
                ComponentMemory.LEFT_BEHIND);
        return Topology.of(List.of(Topologies.spout("lines", 1), Topologies.bolt("first", 2, "lines"), own), List.of());
    }

    private static Assignment submitted() {
        TaskLayout layout = TaskLayout.of(DEFINITION.topology(), DEFINITION.config());
        return EvenScheduler.place(new PlacementRequest("t-1", 1, 2, layout.executors()), SLOTS);
    }

    private static RebalancePlan plan(Assignment present, Map<String, Integer> executors, Map<String, Object> config) {
        TopologyDefinition configured = DEFINITION.with(present.config());
        return RebalancePlanner.plan(new PlanRequest(
                configured,
                TaskLayout.of(configured.topology(), configured.config(), present.growth()),
                present,
                present.version() + 1,
                SLOTS,
                new RebalanceWish(null, executors, config, Set.of())));
    }

    private static RebalancePlan plan(Map<String, Object> config) {
        return plan(submitted(), Map.of(), config);
    }

    @Test
    void aKeyOfTheUsersReCreatesAllThatMayHaveReadIt() {
        RebalancePlan plan = plan(Map.of("my.limit", 7));

        assertThat(plan.next().config())
                .isEqualTo(new ConfigChange(Map.of("my.limit", 7), Map.of("first", 1, "lines", 1)));
        assertThat(plan.config())
                .containsExactly("my.limit: 3 -> 7, re-creates first, lines; not in own, with a value of their own");
        assertThat(plan.moved())
                .isNotEmpty()
                .allMatch(move -> !move.component().equals("own") && move.from().equals(move.to()))
                .extracting(Move::reason)
                .containsOnly("it is re-created, since it may have read my.limit");
        assertThat(plan.warnings())
                .satisfiesExactly(
                        first -> assertThat(first).contains("bolt 'first'", "memory starts empty"),
                        lines -> assertThat(lines).contains("spout 'lines' pauses", "opened anew"));
        assertThat(plan.next().executors()).isEqualTo(plan.current().executors());
    }

    @Test
    void eachReCreationIsCountedAndTheNewestValueIsKept() {
        Assignment once = plan(Map.of("my.limit", 7)).next();

        assertThat(plan(once, Map.of(), Map.of("my.limit", 8)).next().config())
                .isEqualTo(new ConfigChange(Map.of("my.limit", 8), Map.of("first", 2, "lines", 2)));
        assertThat(plan(once, Map.of(), Map.of("my.limit", 7)).changesNothing())
                .as("it has that value")
                .isTrue();
    }

    @Test
    void aLiveKeyReCreatesNothing() {
        RebalancePlan plan = plan(Map.of("topology.tick.tuple.freq.secs", 2));

        assertThat(plan.next().config())
                .isEqualTo(new ConfigChange(Map.of("topology.tick.tuple.freq", "2s"), Map.of()));
        assertThat(plan.config())
                .containsExactly(
                        "topology.tick.tuple.freq: not set -> 2s, live; not in own, with a value of their own");
        assertThat(plan.moved()).isEmpty();
        assertThat(plan.changesNothing()).isFalse();
    }

    @Test
    void nothingMovesForAKeyAloneEvenWhereExecutorsAreUneven() {
        Assignment even = submitted();
        int crowded = even.workers().get(0).index();
        Assignment uneven = new Assignment(
                "t-1",
                1,
                2,
                even.workers(),
                even.executors().stream()
                        .map(each -> new ExecutorAssignment(each.executor(), crowded))
                        .toList(),
                List.of());

        assertThat(plan(uneven, Map.of(), Map.of("my.limit", 7)).next().executors())
                .isEqualTo(uneven.executors());
    }

    @Test
    void executorsMayChangeInTheSameRebalanceButNotGetTasks() {
        RebalancePlan fewer = plan(submitted(), Map.of("first", 1), Map.of("my.limit", 7));
        assertThat(fewer.next().config().timesRecreated("first")).isEqualTo(1);
        assertThat(fewer.next().executors()).hasSize(4);

        assertThatThrownBy(() -> plan(submitted(), Map.of("first", 3), Map.of("my.limit", 7)))
                .isInstanceOfSatisfying(ServiceException.class, refused -> {
                    assertThat(refused.getMessage())
                            .contains("'first' cannot get tasks and be re-created for my.limit");
                    assertThat(refused.hint()).contains("first with -t, then with -e");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "topology.workers, 5, -n N",
        "topology.tasks, 5, -e COMPONENT=N",
        "topology.acker.executors, 0, topology.message.timeout"
    })
    void whatIsSettledWhenATopologyOrItsWorkersBeginIsRefused(String key, int value, String hint) {
        assertThatThrownBy(() -> plan(Map.of(key, value))).isInstanceOfSatisfying(ServiceException.class, refused -> {
            assertThat(refused.code()).isEqualTo(SubmitException.Code.ILLEGAL_STATE);
            assertThat(refused.getMessage()).startsWith(key + " cannot be changed while a topology runs");
            assertThat(refused.hint()).contains(hint);
        });
    }

    @Test
    void anUnknownKeyOrAWrongValueIsRefusedAsAtASubmit() {
        assertThatThrownBy(() -> plan(Map.of("topology.debugg", true)))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo(SubmitException.Code.CONFIG))
                .hasMessageContaining("did you mean topology.debug?");
        assertThatThrownBy(() -> plan(Map.of("topology.message.timeout", 5)))
                .hasMessageContaining("topology.message.timeout");
    }

    @Test
    void secretsAreNotShown() {
        assertThat(plan(Map.of("my.password", "new")).config())
                .containsExactly("my.password: ***** -> *****, re-creates first, lines, own");
    }
}
