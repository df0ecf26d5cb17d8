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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("F3")
class RelocationTest {
    /** Four executors on the workers 0, 1, 2 and 0 again, at a:1, b:2 and c:3. */
    private static final Assignment PRESENT = new Assignment(
            "words",
            7,
            3,
            List.of(slot(0, "a", 1, 1), slot(1, "b", 2, 1), slot(2, "c", 3, 4)),
            List.of(on(0, 1), on(1, 2), on(2, 3), on(0, 4)),
            List.of());

    private static WorkerSlot slot(int index, String supervisor, int port, long lease) {
        return new WorkerSlot(index, supervisor, "127.0.0.1", port, lease);
    }

    private static ExecutorTasks executor(int task) {
        return new ExecutorTasks("count", List.of(task));
    }

    private static ExecutorAssignment on(int worker, int task) {
        return new ExecutorAssignment(executor(task), worker);
    }

    private static Optional<Assignment> next(Assignment present, Set<String> dead, SupervisorSlots... supervisors) {
        return Relocation.next(present, 9, dead, List.of(supervisors));
    }

    private static SupervisorSlots free(String id, Integer... ports) {
        return new SupervisorSlots(id, "127.0.0.1", ports.length + 1, List.of(ports));
    }

    @Test
    void withoutADeadHostNothingChanges() {
        assertThat(Relocation.concerns(PRESENT, Set.of("z"))).isFalse();
        assertThat(next(PRESENT, Set.of("z"), free("a", 8))).isEmpty();
    }

    @Test
    void aDeadHostsWorkerGetsAFreeSlotWithTheSameIndexTheSameExecutorsAndTheVersionAsLease() {
        assertThat(Relocation.concerns(PRESENT, Set.of("b"))).isTrue();
        Assignment next = next(PRESENT, Set.of("b"), free("a", 8), free("c")).orElseThrow();
        assertThat(next.workers()).containsExactly(slot(0, "a", 1, 1), slot(1, "a", 8, 9), slot(2, "c", 3, 4));
        assertThat(next.executors()).isEqualTo(PRESENT.executors());
        assertThat(next.unassigned()).isEmpty();
        assertThat(next.version()).isEqualTo(9);
        assertThat(next.workersWanted()).isEqualTo(3);
    }

    @Test
    void itGoesToTheSupervisorWithTheFewestWorkersOfTheTopologyThenWithTheMostFreeSlots() {
        assertThat(next(PRESENT, Set.of("b"), free("a", 7, 8, 9), free("d", 5), free("e", 5, 6))
                        .orElseThrow()
                        .workers())
                .contains(slot(1, "e", 5, 9));
    }

    @Test
    void twoDeadHostsAreReplacedEvenly() {
        assertThat(next(PRESENT, Set.of("a", "b"), free("c", 8), free("d", 5))
                        .orElseThrow()
                        .workers())
                .containsExactly(slot(0, "d", 5, 9), slot(1, "c", 8, 9), slot(2, "c", 3, 4));
    }

    @Test
    void withoutAFreeSlotTheExecutorsWaitSayWhyAndRememberTheirWorker() {
        Assignment next = next(PRESENT, Set.of("a"), free("b"), free("c")).orElseThrow();
        assertThat(next.workers()).containsExactly(slot(1, "b", 2, 1), slot(2, "c", 3, 4));
        assertThat(next.executors()).containsExactly(on(1, 2), on(2, 3));
        assertThat(next.unassigned())
                .extracting(UnassignedExecutor::executor)
                .containsExactly(executor(1), executor(4));
        assertThat(next.unassigned()).allSatisfy(each -> {
            assertThat(each.formerWorker()).isZero();
            assertThat(each.reason())
                    .contains("host 127.0.0.1 (supervisor a) is gone", "no slot is free", "as soon as one is free");
        });
    }

    @Test
    void whatWaitsIsPlacedOnItsWorkerOnceASlotIsFreeAndNotBefore() {
        Assignment waiting = next(PRESENT, Set.of("a"), free("b"), free("c")).orElseThrow();
        assertThat(Relocation.concerns(waiting, Set.of())).isTrue();
        assertThat(next(waiting, Set.of(), free("b"))).as("no slot yet").isEmpty();
        assertThat(next(waiting, Set.of("a"), free("b"))).as("still dead").isEmpty();
        Assignment next =
                Relocation.next(waiting, 10, Set.of(), List.of(free("a", 1))).orElseThrow();
        assertThat(next.workers()).containsExactly(slot(0, "a", 1, 10), slot(1, "b", 2, 1), slot(2, "c", 3, 4));
        assertThat(next.executors()).isEqualTo(PRESENT.executors());
        assertThat(next.unassigned()).isEmpty();
    }

    @Test
    void withOneSlotForTwoDeadWorkersTheLowerGetsItAndTheOtherWaits() {
        Assignment next = next(PRESENT, Set.of("a", "b"), free("c", 8)).orElseThrow();
        assertThat(next.workers()).containsExactly(slot(0, "c", 8, 9), slot(2, "c", 3, 4));
        assertThat(next.executors()).containsExactly(on(0, 1), on(2, 3), on(0, 4));
        assertThat(next.unassigned())
                .extracting(UnassignedExecutor::formerWorker)
                .containsExactly(1);
    }

    @Test
    void aTopologyOfWhichNothingWouldBeLeftStaysAsItIs() {
        assertThat(next(PRESENT, Set.of("a", "b", "c"))).isEmpty();
        assertThat(next(PRESENT, Set.of("a", "b", "c"), free("d"))).isEmpty();
        assertThat(next(PRESENT, Set.of("a", "b", "c"), free("d", 1))).isPresent();
    }

    @Test
    void anExecutorThatNeverHadAWorkerIsLeftAlone() {
        UnassignedExecutor never = new UnassignedExecutor(executor(5), "new");
        Assignment with = new Assignment("words", 7, 3, PRESENT.workers(), PRESENT.executors(), List.of(never));
        assertThat(Relocation.concerns(with, Set.of())).isFalse();
        assertThat(next(with, Set.of("a"), free("b", 6)).orElseThrow().unassigned())
                .containsExactly(never);
    }

    /** Hosts die and come back in any order: executors stay with their workers, and no slot has two. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whateverDiesAndComesBackEveryExecutorKeepsItsWorkerAndNoSlotIsGivenTwice(long seed) {
        Random random = new Random(seed);
        List<SupervisorRecord> supervisors = IntStream.range(0, 2 + random.nextInt(4))
                .mapToObj(number -> Reports.supervisor("s" + number, 1, 2))
                .toList();
        List<ExecutorTasks> executors =
                IntStream.rangeClosed(1, 6).mapToObj(RelocationTest::executor).toList();
        Assignment present = EvenScheduler.place(
                new PlacementRequest("words", 1, 3, executors), SupervisorSlots.of(supervisors, Set.of()));
        Map<ExecutorTasks, Integer> owners = owners(present);
        for (int step = 0; step < 30; step++) {
            Set<String> dead = new HashSet<>();
            supervisors.stream().filter(each -> random.nextInt(3) == 0).forEach(each -> dead.add(each.id()));
            Set<UsedSlot> used = new HashSet<>();
            present.workers().forEach(worker -> used.add(new UsedSlot(worker.supervisorId(), worker.port())));
            List<SupervisorRecord> living = supervisors.stream()
                    .filter(each -> !dead.contains(each.id()))
                    .toList();
            Optional<Assignment> next =
                    Relocation.next(present, present.version() + 1, dead, SupervisorSlots.of(living, used));
            if (next.isPresent()) {
                assertThat(next.get().workers()).isNotEmpty().noneMatch(worker -> dead.contains(worker.supervisorId()));
                assertThat(owners(next.get())).as("seed %d", seed).isEqualTo(owners);
                checkLeases(present, next.get());
                present = next.get();
            }
        }
    }

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(100);
    }

    private static Map<ExecutorTasks, Integer> owners(Assignment assignment) {
        Map<ExecutorTasks, Integer> owners = new HashMap<>();
        assignment
                .executors()
                .forEach(each -> assertThat(owners.put(each.executor(), each.workerIndex()))
                        .isNull());
        assignment
                .unassigned()
                .forEach(each -> assertThat(owners.put(each.executor(), each.formerWorker()))
                        .isNull());
        return owners;
    }

    private static void checkLeases(Assignment before, Assignment after) {
        Map<Integer, WorkerSlot> old = new TreeMap<>();
        before.workers().forEach(worker -> old.put(worker.index(), worker));
        List<String> slots = new ArrayList<>();
        for (WorkerSlot worker : after.workers()) {
            slots.add(worker.supervisorId() + ":" + worker.port());
            if (!worker.equals(old.get(worker.index()))) {
                assertThat(worker.lease()).isEqualTo(after.version());
            }
        }
        assertThat(slots).doesNotHaveDuplicates();
    }
}
