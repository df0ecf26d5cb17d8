package dev.vendaval.protocol.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.SubmitException;
import dev.vendaval.api.Topology;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class TaskLayoutTest {
    private final TopologyData data = new TopologyData();

    @Test
    @Tag("I3")
    void taskIdsAreDenseFromOneInAsciiOrderWithTheAckerAmongThem() {
        Topology topology = data.spout("lines", 2)
                .bolt("Count", 3, "lines")
                .bolt("split", 1, "lines")
                .build();

        TaskLayout layout = TaskLayout.of(topology, Map.of());

        assertThat(layout.components())
                .extracting(ComponentTasks::component)
                .containsExactly("Count", "__acker", "lines", "split");
        assertThat(layout.tasksOf("Count")).containsExactly(1, 2, 3);
        assertThat(layout.tasksOf("__acker")).containsExactly(4, 5);
        assertThat(layout.tasksOf("lines")).containsExactly(6, 7);
        assertThat(layout.tasksOf("split")).containsExactly(8);
        assertThat(layout.componentOf(5)).isEqualTo("__acker");
        assertThat(layout.taskCount()).isEqualTo(8);
        assertThatThrownBy(() -> layout.componentOf(9)).hasMessageContaining("1 to 8");
    }

    @Test
    @Tag("I3")
    void theKthAckerTaskServesTheKthSpoutTask() {
        TaskLayout layout =
                TaskLayout.of(data.spout("a", 2).bolt("m", 1, "a").spout("z", 1).build(), Map.of());

        assertThat(layout.spoutTasks()).containsExactly(4, 5, 7);
        assertThat(layout.tasksOf("__acker")).containsExactly(1, 2, 3);
        assertThat(layout.ackerTaskFor(5)).isEqualTo(2);
        assertThat(layout.ackerTaskFor(7)).isEqualTo(3);
        assertThat(layout.spoutTaskFor(1)).isEqualTo(4);
        assertThatThrownBy(() -> layout.ackerTaskFor(6)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("I3")
    void withoutTrackingThereIsNoAcker() {
        TaskLayout layout = TaskLayout.of(
                data.spout("lines", 2).bolt("split", 1, "lines").build(), Map.of("topology.acker.executors", 0));

        assertThat(layout.components()).extracting(ComponentTasks::component).containsExactly("lines", "split");
        assertThat(layout.acking()).isFalse();
    }

    @Test
    @Tag("I4")
    void executorsOwnContiguousTasksLargerRangesFirst() {
        Topology topology = data.spout("s", 1).bolt("b", 3, 10, "s").build();

        TaskLayout layout = TaskLayout.of(topology, Map.of("topology.acker.executors", 0));

        assertThat(layout.executors())
                .containsExactly(
                        new ExecutorTasks("b", List.of(1, 2, 3, 4)),
                        new ExecutorTasks("b", List.of(5, 6, 7)),
                        new ExecutorTasks("b", List.of(8, 9, 10)),
                        new ExecutorTasks("s", List.of(11)));
    }

    @Test
    @Tag("I4")
    void tasksDefaultToTheParallelismAndAreCapped() {
        Topology topology =
                data.spout("s", 2).bolt("b", 8, "s").bolt("c", 2, 9, "s").build();

        TaskLayout layout = TaskLayout.of(topology, Map.of("topology.max.task.parallelism", 4));

        assertThat(layout.tasksOf("s")).hasSize(2);
        assertThat(layout.tasksOf("b")).hasSize(4);
        assertThat(layout.tasksOf("c")).hasSize(4);
        assertThat(layout.executors())
                .filteredOn(executor -> executor.component().equals("b"))
                .hasSize(4);
    }

    @Test
    @Tag("I4")
    void theConfigurationMayGiveTheTasksOfAComponentThatDoesNotSay() {
        Topology topology = data.spout("s", 1)
                .bolt("b", 2, "s")
                .configured("b", Map.of("topology.tasks", 6))
                .bolt("c", 1, 3, "s")
                .build();

        TaskLayout layout = TaskLayout.of(topology, Map.of("topology.tasks", 4));

        assertThat(layout.tasksOf("s")).hasSize(4);
        assertThat(layout.tasksOf("b")).hasSize(6);
        assertThat(layout.tasksOf("c")).hasSize(3);
    }

    @Test
    @Tag("I4")
    void moreExecutorsThanTasksAreRefusedNamingTheComponent() {
        Topology topology = data.spout("s", 1).bolt("b", 3, "s").build();

        assertThatThrownBy(() -> TaskLayout.of(topology, Map.of("topology.tasks", 2)))
                .isInstanceOfSatisfying(SubmitException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(SubmitException.Code.INVALID_TOPOLOGY);
                    assertThat(refused).hasMessageContaining("component 'b' has 3 executors for 2 tasks");
                });
    }

    @Test
    void keyGroupsAreAPowerOfTwoOfAtLeast1024() {
        assertThat(KeyGroups.count(1)).isEqualTo(1024);
        assertThat(KeyGroups.count(16)).isEqualTo(1024);
        assertThat(KeyGroups.count(17)).isEqualTo(2048);
        assertThat(KeyGroups.count(32)).isEqualTo(2048);
    }

    @Test
    @Tag("R4")
    void tasksThatAreAddedHaveTheHighestIdsAndChangeNothingElse() {
        Topology topology = data.spout("lines", 2).bolt("count", 3, "lines").build();
        TaskLayout before = TaskLayout.of(topology, Map.of());
        TaskGrowth growth =
                TaskGrowth.NONE.with(new AddedTasks("count", List.of(8, 9))).with(new AddedTasks("count", List.of(14)));

        TaskLayout after = TaskLayout.of(topology, Map.of(), growth);

        assertThat(before.highestTask()).isEqualTo(7);
        assertThat(after.tasksOf("count")).isEqualTo(concat(before.tasksOf("count"), List.of(8, 9, 14)));
        assertThat(after.tasksOf("lines")).isEqualTo(before.tasksOf("lines"));
        assertThat(after.taskCount()).isEqualTo(10);
        assertThat(after.tasksAtSubmit()).isEqualTo(7);
        assertThat(after.highestTask()).isEqualTo(14);
        assertThat(after.componentOf(9)).isEqualTo("count");
        assertThatThrownBy(() -> after.componentOf(11)).hasMessageContaining("no task 11");
        assertThat(after.keyGroupsOf("count").count()).isEqualTo(KeyGroups.count(3));
        assertThat(after.keyGroupsOf("count").isGrown()).isTrue();
        assertThat(after.keyGroupsOf("lines").isGrown()).isFalse();
    }

    @Test
    @Tag("R4")
    void growthThatDoesNotFitIsRefused() {
        Topology topology = data.spout("lines", 2).bolt("count", 3, "lines").build();

        for (AddedTasks wrong : List.of(
                new AddedTasks("nobody", List.of(8)),
                new AddedTasks("__acker", List.of(8)),
                new AddedTasks("count", List.of(7)),
                new AddedTasks("count", List.of()),
                new AddedTasks("count", List.of(9, 8)))) {
            assertThatThrownBy(() -> TaskLayout.of(topology, Map.of(), TaskGrowth.NONE.with(wrong)))
                    .as(wrong.toString())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static List<Integer> concat(List<Integer> some, List<Integer> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }
}
