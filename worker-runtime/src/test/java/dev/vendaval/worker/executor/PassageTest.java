package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.Fields;
import dev.vendaval.api.Topology;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.AddedTasks;
import dev.vendaval.protocol.topology.ComponentTasks;
import dev.vendaval.protocol.topology.TaskGrowth;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.PlanChange;
import dev.vendaval.worker.plan.TopologyPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the receiver of a bolt that grows holds, so that no key overtakes itself beyond the bolt. */
class PassageTest {
    private static final TopologyDefinition DEFINITION = new TopologyDefinition(
            "t-1", "t", "submit-1", null, TopologyConfig.merge(TopologyConfig.defaults(), Map.of()), topology(), 0);

    /** Tasks: __acker 1, counter 2 to 5, sink 6, source 7. */
    private static Topology topology() {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("source", new ScriptedSpout(d -> d.declare(new Fields("key")), collector -> {}), 1);
        builder.setBolt("counter", new ScriptedBolt(d -> d.declare(new Fields("key")), (bolt, input) -> {}), 2)
                .setNumTasks(4)
                .stateless()
                .fieldsGrouping("source", new Fields("key"));
        builder.setBolt("sink", new ScriptedBolt((bolt, input) -> {}), 1).fieldsGrouping("counter", new Fields("key"));
        return builder.build();
    }

    private static TopologyPlan plan(long version, TaskGrowth growth, int counters) {
        List<ExecutorAssignment> placed = new ArrayList<>();
        for (ComponentTasks component : TaskLayout.of(DEFINITION.topology(), DEFINITION.config(), growth)
                .components()) {
            if (!component.system()) {
                int executors = component.component().equals("counter") ? counters : 1;
                TaskLayout.executors(component.component(), component.tasks(), executors)
                        .forEach(each -> placed.add(new ExecutorAssignment(each, 0)));
            }
        }
        return TopologyPlan.of(
                DEFINITION,
                new Assignment(
                                "t-1",
                                version,
                                1,
                                List.of(new WorkerSlot(0, "supervisor", "127.0.0.1", 6700, 1)),
                                placed,
                                List.of())
                        .with(growth));
    }

    @Test
    @Tag("R3")
    @Tag("R4")
    void aNewTaskIsHeldUntilTheEndsOfAllThatItGetsKeysOfHaveCome() {
        TaskGrowth growth = TaskGrowth.NONE.with(new AddedTasks("counter", List.of(8)));
        TopologyPlan before = plan(1, TaskGrowth.NONE, 2);
        PlanChange change = new PlanChange(before, plan(2, growth, 3), 0, false);
        ExecutorPlan first = before.executorOfTask(2);
        ExecutorPlan second = before.executorOfTask(4);
        assertThat(change.sourcesOf(8)).as("givers in both executors").contains(2, 4);
        Passage passage = new Passage(change, before.executorOfTask(6), executor -> false, 0);
        assertThat(passage.heldTasks()).containsExactlyInAnyOrder(2, 3, 4, 5, 8);

        assertThat(passage.ended(first.address())).containsExactlyInAnyOrder(2, 3);
        assertThat(passage.heldTasks()).containsExactlyInAnyOrder(4, 5, 8);

        assertThat(passage.ended(second.address())).containsExactlyInAnyOrder(4, 5, 8);
        assertThat(passage.awaitsEnds()).isFalse();
    }

    @Test
    @Tag("R3")
    @Tag("R4")
    void aDeadGiverIsNotWaitedFor() {
        TaskGrowth growth = TaskGrowth.NONE.with(new AddedTasks("counter", List.of(8)));
        TopologyPlan before = plan(1, TaskGrowth.NONE, 2);
        PlanChange change = new PlanChange(before, plan(2, growth, 3), 0, false);
        ExecutorPlan first = before.executorOfTask(2);
        Passage passage = new Passage(change, before.executorOfTask(6), executor -> false, 0);

        assertThat(passage.forgetEnds(first::equals)).containsExactlyInAnyOrder(2, 3);
        assertThat(passage.ended(before.executorOfTask(4).address())).contains(8);
    }

    @Test
    @Tag("R1")
    void theTimeToDrainBeginsOnceNobodySendsAnyMore() {
        TopologyPlan before = plan(1, TaskGrowth.NONE, 2);
        PlanChange change = new PlanChange(before, plan(2, TaskGrowth.NONE, 1), 0, false);
        Passage passage = new Passage(change, before.executorOfTask(2), executor -> false, 5);

        assertThat(passage.begunAt()).isEqualTo(5);
        assertThat(passage.drainsSince(70)).isEqualTo(70);
        assertThat(passage.drainsSince(90)).isEqualTo(70);
    }
}
