package dev.vendaval.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.supervisor.slot.Slot;
import dev.vendaval.supervisor.slot.SlotEvent;
import dev.vendaval.supervisor.slot.SlotLimits;
import dev.vendaval.supervisor.slot.SlotMachine;
import dev.vendaval.supervisor.slot.SlotTarget;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From assignments to slots. */
class SlotWishesTest {
    private static final int PORT = 6700;
    private static final List<Slot> EMPTY = List.of(Slot.empty(PORT), Slot.empty(6701));

    private final Map<String, DesiredTopology> topologies = new HashMap<>();

    private void assigned(String id, WorkerSlot... workers) {
        placed(Placement.stable(assignment(id, 1, workers)));
    }

    private static Assignment assignment(String id, long version, WorkerSlot... workers) {
        return new Assignment(id, version, 1, List.of(workers), List.of(), List.of());
    }

    private void placed(Placement placement) {
        String id = placement.topologyId();
        TopologyDefinition definition =
                new TopologyDefinition(id, id, "submit", "cafe", TopologyConfig.defaults(), Stage.topology(), 1);
        topologies.put(
                id,
                new DesiredTopology(
                        definition, TopologySettings.of(definition.config()), placement, TopologyStatus.ACTIVE));
    }

    private static WorkerSlot at(String supervisor, int port) {
        return new WorkerSlot(4, supervisor, "127.0.0.1", port, 9);
    }

    private SlotWishes wishes(List<Slot> slots, String... unreadable) {
        DesiredState desired =
                new DesiredState(topologies, Set.of(unreadable), topologies.keySet(), Map.of(), null, List.of());
        return SlotWishes.of(desired, "mine", slots);
    }

    private static Slot busy(SlotTarget target) {
        return new SlotMachine(SlotLimits.of(Duration.ofSeconds(10)))
                .step(Slot.empty(PORT), new SlotEvent.Wanted(target, "test"), 0)
                .slot();
    }

    @Test
    void onlyThisSupervisorsSlotsCount() {
        assigned("one-1", at("mine", PORT), at("other", 6701));

        assertThat(wishes(EMPTY).byPort())
                .isEqualTo(Map.of(PORT, new SlotTarget("one-1", 4, 9, "cafe", Duration.ofSeconds(5))));
        assertThat(wishes(EMPTY).strays()).isEmpty();
    }

    @Test
    void whileAnAssignmentChangesTheWorkersOfBothLive() {
        WorkerSlot leaving = at("mine", PORT);
        WorkerSlot coming = new WorkerSlot(5, "mine", "127.0.0.1", 6701, 10);
        Placement preparing = Placement.stable(assignment("one-1", 9, leaving))
                .preparing(assignment("one-1", 10, coming), "request", null);

        placed(preparing);
        assertThat(wishes(EMPTY).byPort()).containsOnlyKeys(PORT, 6701);
        placed(preparing.switching());
        assertThat(wishes(EMPTY).byPort()).containsOnlyKeys(PORT, 6701);
        placed(preparing.switching().settled());
        assertThat(wishes(EMPTY).byPort()).containsOnlyKeys(6701);
        placed(preparing.aborted("test"));
        assertThat(wishes(EMPTY).byPort()).containsOnlyKeys(PORT);
    }

    @Test
    void aPortThatIsNoSlotIsAStray() {
        assigned("one-1", at("mine", 1));

        assertThat(wishes(EMPTY).byPort()).isEmpty();
        assertThat(wishes(EMPTY).strays()).singleElement().satisfies(notice -> {
            assertThat(notice.topologyId()).isEqualTo("one-1");
            assertThat(notice.port()).isEqualTo(1);
        });
    }

    @Test
    void aSlotSeenInTwoAssignmentsStaysWhereItIs() {
        assigned("one-1", at("mine", PORT));
        assigned("two-1", at("mine", PORT));
        SlotTarget two = new SlotTarget("two-1", 4, 9, "cafe", Duration.ofSeconds(5));

        assertThat(wishes(EMPTY).byPort().values())
                .extracting(SlotTarget::topologyId)
                .containsExactly("one-1");
        assertThat(wishes(List.of(busy(two))).byPort().get(PORT)).isEqualTo(two);
    }

    @Test
    void whatCannotBeReadStaysAsItIs() {
        SlotTarget hidden = new SlotTarget("hidden-1", 0, 1, null, Duration.ofSeconds(5));

        assertThat(wishes(List.of(busy(hidden)), "hidden-1").byPort()).isEqualTo(Map.of(PORT, hidden));
        assertThat(wishes(List.of(busy(hidden))).byPort()).isEmpty();
    }
}
