package dev.vendaval.nimbus.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.UnassignedExecutor;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ExecutorTasks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvenSchedulerTest {
    @ParameterizedTest
    @MethodSource("seeds")
    void everyExecutorIsPlacedOnceAndEvenlyAndNoSlotTwice(long seed) {
        Random random = new Random(seed);
        List<SupervisorRecord> supervisors = randomSupervisors(random);
        Set<UsedSlot> used = new HashSet<>();
        for (int topology = 0; topology < 6; topology++) {
            PlacementRequest request = randomRequest(random, "topology-" + topology);
            List<SupervisorSlots> slots = SupervisorSlots.of(supervisors, used);
            int free = slots.stream().mapToInt(each -> each.free().size()).sum();

            Assignment assignment = EvenScheduler.place(request, slots);

            assertThat(assignment).isEqualTo(EvenScheduler.place(request, slots));
            if (free == 0) {
                checkUnplaced(assignment, request);
            } else {
                int most = Math.min(request.workersWanted(), request.executors().size());
                assertThat(assignment.workers()).hasSize(Math.min(most, free));
                assertThat(assignment.unassigned()).isEmpty();
                checkExecutors(assignment, request);
                checkSupervisorsAreEvenlyUsed(assignment, slots);
            }
            for (WorkerSlot worker : assignment.workers()) {
                assertThat(used.add(new UsedSlot(worker.supervisorId(), worker.port())))
                        .as("slot %s of seed %d is free", worker, seed)
                        .isTrue();
                assertThat(worker.lease()).isEqualTo(assignment.version());
            }
        }
    }

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(200);
    }

    @Test
    @Tag("I10")
    void withFewerFreeSlotsThanWantedItRunsOnWhatThereIs() {
        List<SupervisorSlots> slots = SupervisorSlots.of(
                List.of(Reports.supervisor("a", 1, 2), Reports.supervisor("b", 3)), Set.of(new UsedSlot("a", 1)));
        Assignment assignment = EvenScheduler.place(request("words", 4, executors("lines", 1, 6)), slots);
        assertThat(assignment.workers()).extracting(WorkerSlot::port).containsExactlyInAnyOrder(2, 3);
        assertThat(assignment.workersWanted()).isEqualTo(4);
        assertThat(assignment.executors()).hasSize(6);
    }

    @Test
    void slotsInWhichAWorkerIsStillEndingAreTakenLast() {
        List<SupervisorSlots> slots = SupervisorSlots.of(
                List.of(Reports.supervisor("a", 1, 2, 3)), Set.of(new UsedSlot("a", 3)), Set.of(new UsedSlot("a", 1)));
        assertThat(slots.get(0).free()).containsExactly(2, 1);
    }

    @Test
    @Tag("I10")
    void withoutAFreeSlotEveryExecutorWaitsAndSaysWhy() {
        List<SupervisorSlots> slots =
                SupervisorSlots.of(List.of(Reports.supervisor("a", 1)), Set.of(new UsedSlot("a", 1)));
        Assignment assignment = EvenScheduler.place(request("words", 1, executors("lines", 1, 2)), slots);
        assertThat(assignment.workers()).isEmpty();
        assertThat(assignment.unassigned())
                .hasSize(2)
                .allSatisfy(each ->
                        assertThat(each.reason()).contains("no slot is free", "1 slot", "1 supervisor", "as soon as"));
    }

    @Test
    @Tag("I10")
    void withoutASupervisorTheReasonSaysSo() {
        Assignment assignment = EvenScheduler.place(request("words", 1, executors("lines", 1, 1)), List.of());
        assertThat(assignment.unassigned())
                .singleElement()
                .satisfies(each -> assertThat(each.reason()).contains("no supervisor"));
    }

    @Test
    void thereAreNeverMoreWorkersThanExecutors() {
        List<SupervisorSlots> slots = SupervisorSlots.of(List.of(Reports.supervisor("a", 1, 2, 3, 4)), Set.of());
        Assignment assignment = EvenScheduler.place(request("words", 4, executors("lines", 1, 2)), slots);
        assertThat(assignment.workers()).hasSize(2);
    }

    private static void checkUnplaced(Assignment assignment, PlacementRequest request) {
        assertThat(assignment.workers()).isEmpty();
        assertThat(assignment.executors()).isEmpty();
        assertThat(assignment.unassigned())
                .extracting(UnassignedExecutor::executor)
                .containsExactlyElementsOf(request.executors());
        assertThat(assignment.unassigned())
                .allSatisfy(each -> assertThat(each.reason()).isNotBlank());
    }

    private static void checkExecutors(Assignment assignment, PlacementRequest request) {
        assertThat(assignment.executors())
                .extracting(ExecutorAssignment::executor)
                .containsExactlyElementsOf(request.executors());
        Set<Integer> indexes =
                assignment.workers().stream().map(WorkerSlot::index).collect(Collectors.toSet());
        assertThat(indexes).hasSize(assignment.workers().size());
        Map<String, Map<Integer, Integer>> byComponent = new HashMap<>();
        Map<Integer, Integer> all = new HashMap<>();
        for (ExecutorAssignment each : assignment.executors()) {
            assertThat(indexes).contains(each.workerIndex());
            all.merge(each.workerIndex(), 1, Integer::sum);
            byComponent
                    .computeIfAbsent(each.executor().component(), component -> new HashMap<>())
                    .merge(each.workerIndex(), 1, Integer::sum);
        }
        assertEven(all.values(), indexes.size());
        byComponent.values().forEach(counts -> assertEven(counts.values(), indexes.size()));
    }

    private static void checkSupervisorsAreEvenlyUsed(Assignment assignment, List<SupervisorSlots> slots) {
        Map<String, Integer> taken = new HashMap<>();
        assignment.workers().forEach(worker -> taken.merge(worker.supervisorId(), 1, Integer::sum));
        int most = taken.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        for (SupervisorSlots supervisor : slots) {
            int count = taken.getOrDefault(supervisor.id(), 0);
            boolean full = count == supervisor.free().size();
            assertThat(full || count >= most - 1)
                    .as("%s takes its share", supervisor)
                    .isTrue();
        }
    }

    private static void assertEven(Collection<Integer> counts, int bins) {
        int most = counts.stream().mapToInt(Integer::intValue).max().orElse(0);
        int least = counts.size() < bins
                ? 0
                : counts.stream().mapToInt(Integer::intValue).min().orElse(0);
        assertThat(most - least).isLessThanOrEqualTo(1);
    }

    private static List<SupervisorRecord> randomSupervisors(Random random) {
        List<SupervisorRecord> supervisors = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            int[] slots = IntStream.range(0, random.nextInt(6))
                    .map(port -> 6700 + port)
                    .toArray();
            supervisors.add(Reports.supervisor("supervisor-" + i, slots));
        }
        return supervisors;
    }

    private static PlacementRequest randomRequest(Random random, String id) {
        List<ExecutorTasks> executors = new ArrayList<>();
        int components = 1 + random.nextInt(4);
        for (int component = 0; component < components; component++) {
            executors.addAll(executors("component-" + component, executors.size() + 1, 1 + random.nextInt(7)));
        }
        return request(id, 1 + random.nextInt(6), executors);
    }

    private static PlacementRequest request(String id, int workers, List<ExecutorTasks> executors) {
        return new PlacementRequest(id, 7, workers, executors);
    }

    private static List<ExecutorTasks> executors(String component, int firstTask, int count) {
        return IntStream.range(firstTask, firstTask + count)
                .mapToObj(task -> new ExecutorTasks(component, List.of(task)))
                .toList();
    }
}
