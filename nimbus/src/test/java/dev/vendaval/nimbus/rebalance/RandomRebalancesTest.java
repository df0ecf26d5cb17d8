package dev.vendaval.nimbus.rebalance;

import static dev.vendaval.nimbus.rebalance.PlannedCluster.byComponent;
import static dev.vendaval.nimbus.rebalance.PlannedCluster.withTasks;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.Topology;
import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ExecutorTasks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random rebalances one after the other: what must hold of each plan, whatever is wished. */
class RandomRebalancesTest {
    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("R1")
    @Tag("I4")
    void anyChangeReachesTheWishEvenlyAndMovesNoTaskWithoutNeed(long seed) {
        Random random = new Random(seed);
        PlannedCluster cluster = randomCluster(random);
        for (int change = 0; change < 8; change++) {
            RebalanceWish wish = randomWish(random, cluster);
            Assignment before = cluster.present;
            RebalancePlan plan;
            try {
                plan = cluster.plan(wish);
            } catch (ServiceException refused) {
                assertThat(refused.hint()).as(refused.getMessage()).isNotEmpty();
                continue;
            }
            String about = "seed " + seed + ", change " + change + ": " + wish;
            assertThat(plan).as(about).isEqualTo(cluster.plan(wish));
            checkTasks(cluster, plan.next(), about);
            checkCounts(before, plan.next(), wish, about);
            checkEven(plan.next(), about);
            checkWorkers(cluster, before, plan.next(), wish, about);
            checkFewestMoves(before, plan.next(), about);
            assertThat(movedTasks(before, plan.next()))
                    .as(about)
                    .isEqualTo(plan.moved().stream()
                            .flatMap(move -> move.tasks().stream())
                            .collect(Collectors.toSet()));
            assertThat(plan.moved())
                    .as(about)
                    .extracting(RebalanceReport.Move::reason)
                    .doesNotContain("");
            cluster.present = plan.next();
            assertThat(cluster.plan(wish).changesNothing())
                    .as(about + ", again")
                    .isTrue();
        }
    }

    private static PlannedCluster randomCluster(Random random) {
        List<ComponentDefinition> components = new ArrayList<>();
        components.add(withTasks(Topologies.spout("s", 1 + random.nextInt(2)), 2 + random.nextInt(3)));
        int bolts = 1 + random.nextInt(2);
        for (int i = 0; i < bolts; i++) {
            int parallelism = 1 + random.nextInt(3);
            components.add(withTasks(Topologies.bolt("b" + i, parallelism, "s"), parallelism + random.nextInt(4)));
        }
        List<SupervisorRecord> supervisors = new ArrayList<>();
        int hosts = 1 + random.nextInt(3);
        for (int i = 0; i < hosts; i++) {
            supervisors.add(Reports.supervisor(
                    "host" + i, IntStream.range(0, 1 + random.nextInt(4)).toArray()));
        }
        Map<String, Object> config = Map.of("topology.workers", 1 + random.nextInt(4));
        return new PlannedCluster(Topology.of(components, List.of()), config, supervisors);
    }

    private static RebalanceWish randomWish(Random random, PlannedCluster cluster) {
        Integer workers = random.nextBoolean() ? 1 + random.nextInt(4) : null;
        Map<String, Integer> executors = new HashMap<>();
        cluster.layout.components().stream()
                .filter(component -> !component.system() && random.nextInt(3) == 0)
                .forEach(component -> executors.put(
                        component.component(),
                        1 + random.nextInt(component.tasks().size())));
        Set<String> drained = random.nextInt(4) == 0
                ? Set.of(cluster.supervisors
                        .get(random.nextInt(cluster.supervisors.size()))
                        .id())
                : Set.of();
        return new RebalanceWish(workers, executors, Map.of(), drained);
    }

    private static void checkTasks(PlannedCluster cluster, Assignment next, String about) {
        List<Integer> tasks = new ArrayList<>();
        for (ExecutorAssignment each : next.executors()) {
            List<Integer> own = each.executor().tasks();
            tasks.addAll(own);
            assertThat(own)
                    .as(about)
                    .isEqualTo(IntStream.rangeClosed(own.get(0), own.get(own.size() - 1))
                            .boxed()
                            .toList());
        }
        List<Integer> all = cluster.layout.components().stream()
                .filter(component -> !component.system())
                .flatMap(component -> component.tasks().stream())
                .toList();
        assertThat(tasks).as(about).containsExactlyInAnyOrderElementsOf(all);
        assertThat(next.unassigned()).as(about).isEmpty();
    }

    private static void checkCounts(Assignment before, Assignment next, RebalanceWish wish, String about) {
        Map<String, List<ExecutorTasks>> executors = byComponent(next);
        byComponent(before).forEach((component, ranges) -> {
            int wished = wish.executors().getOrDefault(component, ranges.size());
            assertThat(executors.get(component)).as(about).hasSize(wished);
            if (wished == ranges.size()) {
                assertThat(executors.get(component)).as(about).isEqualTo(ranges);
            }
        });
    }

    private static void checkEven(Assignment next, String about) {
        Map<Integer, Integer> totals = new HashMap<>();
        Map<String, Map<Integer, Integer>> byComponent = new HashMap<>();
        next.workers().forEach(worker -> totals.put(worker.index(), 0));
        for (ExecutorAssignment each : next.executors()) {
            assertThat(totals).as(about).containsKey(each.workerIndex());
            totals.merge(each.workerIndex(), 1, Integer::sum);
            byComponent
                    .computeIfAbsent(each.executor().component(), id -> zeros(next))
                    .merge(each.workerIndex(), 1, Integer::sum);
        }
        assertThat(spread(totals)).as(about + " " + next).isLessThanOrEqualTo(1);
        byComponent
                .values()
                .forEach(counts -> assertThat(spread(counts)).as(about).isLessThanOrEqualTo(1));
    }

    private static Map<Integer, Integer> zeros(Assignment next) {
        Map<Integer, Integer> zeros = new HashMap<>();
        next.workers().forEach(worker -> zeros.put(worker.index(), 0));
        return zeros;
    }

    private static int spread(Map<?, Integer> counts) {
        return counts.values().stream().mapToInt(each -> each).max().orElse(0)
                - counts.values().stream().mapToInt(each -> each).min().orElse(0);
    }

    private static void checkWorkers(
            PlannedCluster cluster, Assignment before, Assignment next, RebalanceWish wish, String about) {
        if (wish.workers() != null) {
            assertThat(next.workers()).as(about).hasSize(wish.workers());
        }
        assertThat(next.workers())
                .as(about)
                .noneMatch(worker -> wish.drained().contains(worker.supervisorId()))
                .extracting(WorkerSlot::index)
                .doesNotHaveDuplicates();
        assertThat(next.workers())
                .extracting(worker -> worker.supervisorId() + ":" + worker.port())
                .as(about)
                .doesNotHaveDuplicates();
        Set<Integer> presentIndexes =
                before.workers().stream().map(WorkerSlot::index).collect(Collectors.toSet());
        for (WorkerSlot worker : next.workers()) {
            if (!before.workers().contains(worker)) {
                assertThat(worker.lease()).as(about).isEqualTo(next.version());
                assertThat(presentIndexes).as(about).doesNotContain(worker.index());
            }
        }
        boolean evensOut = !wish.isParticular()
                && before.workers().stream().noneMatch(worker -> wish.drained().contains(worker.supervisorId()));
        boolean spreadWished = wish.workers() != null || evensOut;
        if (!spreadWished && wish.drained().isEmpty()) {
            long stayed =
                    next.workers().stream().filter(before.workers()::contains).count();
            assertThat(stayed)
                    .as(about)
                    .isEqualTo(Math.min(before.workers().size(), next.workers().size()));
        }
        if (spreadWished) {
            checkHosts(cluster, next, wish, about);
        }
    }

    private static void checkHosts(PlannedCluster cluster, Assignment next, RebalanceWish wish, String about) {
        Map<String, Integer> byHost = new TreeMap<>();
        next.workers().forEach(worker -> byHost.merge(worker.supervisorId(), 1, Integer::sum));
        int most = byHost.values().stream().mapToInt(each -> each).max().orElse(0);
        for (SupervisorRecord supervisor : cluster.supervisors) {
            int own = byHost.getOrDefault(supervisor.id(), 0);
            boolean hasRoom = own < supervisor.slots().size() && !wish.drained().contains(supervisor.id());
            // Slots of workers that are leaving are free only once those have gone.
            if (hasRoom && cluster.present.workers().stream().allMatch(next.workers()::contains)) {
                assertThat(most - own).as(about + " " + byHost).isLessThanOrEqualTo(1);
            }
        }
    }

    private static Set<Integer> movedTasks(Assignment before, Assignment next) {
        Map<Integer, Integer> was = RebalancePlanner.workerByTask(before);
        Map<Integer, Integer> is = RebalancePlanner.workerByTask(next);
        return is.keySet().stream()
                .filter(task -> !Objects.equals(is.get(task), was.get(task)))
                .collect(Collectors.toSet());
    }

    /** Tasks of spouts before all others. */
    private static long movesWeighed(Assignment before, Assignment next) {
        Set<Integer> moved = movedTasks(before, next);
        return next.executors().stream()
                .map(ExecutorAssignment::executor)
                .flatMapToLong(executor -> executor.tasks().stream()
                        .filter(moved::contains)
                        .mapToLong(task -> executor.component().equals("s") ? 1_000 : 1))
                .sum();
    }

    /** Tries every even placement of the same executors on the same workers. */
    private static void checkFewestMoves(Assignment before, Assignment next, String about) {
        int executors = next.executors().size();
        int workers = next.workers().size();
        if (Math.pow(workers, executors) > 5_000) {
            return;
        }
        long moved = movesWeighed(before, next);
        int[] places = new int[executors];
        do {
            List<ExecutorAssignment> placed = new ArrayList<>();
            for (int i = 0; i < executors; i++) {
                placed.add(new ExecutorAssignment(
                        next.executors().get(i).executor(),
                        next.workers().get(places[i]).index()));
            }
            Assignment other = new Assignment(
                    next.topologyId(), next.version(), next.workersWanted(), next.workers(), placed, List.of());
            if (movesWeighed(before, other) < moved) {
                assertThat(isEven(other))
                        .as("%s: %s moves less than %s", about, other, next)
                        .isFalse();
            }
        } while (increment(places, workers));
    }

    private static boolean increment(int[] places, int workers) {
        for (int i = 0; i < places.length; i++) {
            if (++places[i] < workers) {
                return true;
            }
            places[i] = 0;
        }
        return false;
    }

    private static boolean isEven(Assignment assignment) {
        try {
            checkEven(assignment, "");
            return true;
        } catch (AssertionError uneven) {
            return false;
        }
    }
}
