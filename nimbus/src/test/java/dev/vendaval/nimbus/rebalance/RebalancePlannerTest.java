package dev.vendaval.nimbus.rebalance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentMemory;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.SubmitException;
import dev.vendaval.api.Subscription;
import dev.vendaval.api.Topology;
import dev.vendaval.nimbus.fixture.Reports;
import dev.vendaval.nimbus.fixture.Topologies;
import dev.vendaval.nimbus.scheduling.EvenScheduler;
import dev.vendaval.nimbus.scheduling.PlacementRequest;
import dev.vendaval.nimbus.scheduling.SupervisorSlots;
import dev.vendaval.nimbus.scheduling.UsedSlot;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RebalancePlannerTest {
    /** A topology that runs on supervisors, and rebalances that take effect at once. */
    private static final class Cluster {
        final TopologyDefinition definition;
        final TaskLayout layout;
        final List<SupervisorRecord> supervisors;
        final Set<UsedSlot> foreign = new HashSet<>();
        Assignment present;

        Cluster(Topology topology, Map<String, Object> config, List<SupervisorRecord> supervisors) {
            this.definition = new TopologyDefinition("words-1", "words", "submit", null, config, topology, 0);
            this.layout = TaskLayout.of(topology, config);
            this.supervisors = supervisors;
            int workers = (Integer) config.getOrDefault("topology.workers", 1);
            this.present = EvenScheduler.place(
                    new PlacementRequest("words-1", 1, workers, layout.executors()), slots(Set.of()));
        }

        private List<SupervisorSlots> slots(Set<UsedSlot> own) {
            Set<UsedSlot> used = new HashSet<>(foreign);
            used.addAll(own);
            return SupervisorSlots.of(supervisors, used);
        }

        RebalancePlan plan(RebalanceWish wish) {
            Set<UsedSlot> own = present.workers().stream()
                    .map(worker -> new UsedSlot(worker.supervisorId(), worker.port()))
                    .collect(Collectors.toSet());
            return RebalancePlanner.plan(
                    new PlanRequest(definition, layout, present, present.version() + 1, slots(own), wish));
        }

        RebalancePlan apply(RebalanceWish wish) {
            RebalancePlan plan = plan(wish);
            present = plan.next();
            return plan;
        }
    }

    private static RebalanceWish workers(int count) {
        return new RebalanceWish(count, Map.of(), Map.of(), Set.of());
    }

    private static RebalanceWish executors(String component, int count) {
        return new RebalanceWish(null, Map.of(component, count), Map.of(), Set.of());
    }

    private static final RebalanceWish PLAIN = new RebalanceWish(null, Map.of(), Map.of(), Set.of());

    private static ComponentDefinition withTasks(ComponentDefinition component, int tasks) {
        return new ComponentDefinition(
                component.id(),
                component.kind(),
                component.className(),
                component.object(),
                component.parallelism(),
                tasks,
                component.configuration(),
                component.streams(),
                component.subscriptions(),
                ComponentMemory.LEFT_BEHIND);
    }

    private static ComponentDefinition withInput(
            ComponentDefinition component, Grouping grouping, ComponentMemory memory) {
        Subscription input = component.subscriptions().get(0);
        return new ComponentDefinition(
                component.id(),
                component.kind(),
                component.className(),
                component.object(),
                component.parallelism(),
                component.tasks(),
                component.configuration(),
                component.streams(),
                List.of(new Subscription(input.source(), input.stream(), grouping)),
                memory);
    }

    private static Cluster small(int workers) {
        Topology topology = Topology.of(
                List.of(
                        Topologies.spout("lines", 2),
                        withTasks(Topologies.bolt("count", 2, "lines"), 10),
                        withInput(Topologies.bolt("sink", 1, "count"), Grouping.global(), ComponentMemory.NONE)),
                List.of());
        return new Cluster(
                topology,
                Map.of("topology.workers", workers),
                List.of(Reports.supervisor("a", 1, 2, 3, 4), Reports.supervisor("b", 1, 2, 3, 4)));
    }

    @Test
    @Tag("R1")
    void aWorkerWithASpoutStaysEvenIfAnotherHasMoreTasks() {
        Topology topology = Topology.of(
                List.of(
                        Topologies.spout("lines", 1),
                        withTasks(Topologies.bolt("count", 2, "lines"), 10),
                        withTasks(Topologies.bolt("sink", 1, "count"), 5)),
                List.of());
        Cluster cluster =
                new Cluster(topology, Map.of("topology.workers", 2), List.of(Reports.supervisor("a", 1, 2, 3, 4)));
        assertThat(cluster.apply(workers(1)).moved())
                .isNotEmpty()
                .noneMatch(move -> move.component().equals("lines"));
    }

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("R1")
    @Tag("I4")
    void anyChangeReachesTheWishEvenlyAndMovesNoTaskWithoutNeed(long seed) {
        Random random = new Random(seed);
        Cluster cluster = randomCluster(random);
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

    private static Cluster randomCluster(Random random) {
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
        return new Cluster(Topology.of(components, List.of()), config, supervisors);
    }

    private static RebalanceWish randomWish(Random random, Cluster cluster) {
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

    private static void checkTasks(Cluster cluster, Assignment next, String about) {
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

    private static Map<String, List<ExecutorTasks>> byComponent(Assignment assignment) {
        return assignment.executors().stream()
                .map(ExecutorAssignment::executor)
                .collect(Collectors.groupingBy(ExecutorTasks::component));
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
            Cluster cluster, Assignment before, Assignment next, RebalanceWish wish, String about) {
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

    private static void checkHosts(Cluster cluster, Assignment next, RebalanceWish wish, String about) {
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

    @Test
    @Tag("R1")
    void aWishThatIsFulfilledChangesNothing() {
        Cluster cluster = small(2);
        assertThat(cluster.plan(PLAIN).changesNothing()).isTrue();
        assertThat(cluster.plan(workers(2)).changesNothing()).isTrue();
        assertThat(cluster.plan(executors("count", 2)).changesNothing()).isTrue();
    }

    @Test
    @Tag("R1")
    void moreExecutorsGetTheRangesOfASubmitAndMoveWhatMustMove() {
        Cluster cluster = small(2);
        RebalancePlan plan = cluster.apply(executors("count", 4));

        assertThat(byComponent(plan.next()).get("count"))
                .extracting(ExecutorTasks::tasks)
                .extracting(List::size)
                .containsExactly(3, 3, 2, 2);
        assertThat(plan.added()).hasSize(4);
        assertThat(plan.removed()).hasSize(2);
        assertThat(plan.moved()).extracting(RebalanceReport.Move::component).containsOnly("count");
        assertThat(plan.moved().stream().flatMap(move -> move.tasks().stream())).hasSize(1);
        assertThat(plan.warnings()).anyMatch(warning -> warning.contains("memory starts empty"));
    }

    @Test
    @Tag("R1")
    void anEmptiedWorkerLeavesAndTheOtherStaysAsItIs() {
        Cluster cluster = small(2);
        WorkerSlot first = cluster.present.workers().get(0);
        RebalancePlan plan = cluster.apply(workers(1));

        assertThat(plan.next().workers()).hasSize(1);
        assertThat(cluster.present.workersWanted()).isEqualTo(1);
        assertThat(plan.moved()).allMatch(move -> move.reason().equals("its worker leaves"));
        assertThat(plan.next().workers().get(0))
                .isIn(first, first, small(2).present.workers().get(1));
        assertThat(cluster.apply(workers(3)).moved())
                .allMatch(move -> move.reason().equals("a worker is new"));
        assertThat(cluster.present.workers())
                .extracting(WorkerSlot::supervisorId)
                .contains("a", "b");
    }

    @Test
    void aPlainRebalanceUsesASupervisorThatHasJoined() {
        Cluster one = small(2);
        Cluster cluster = new Cluster(
                one.definition.topology(), one.definition.config(), new ArrayList<>(one.supervisors.subList(0, 1)));
        assertThat(cluster.present.workers())
                .extracting(WorkerSlot::supervisorId)
                .containsExactly("a", "a");
        cluster.supervisors.add(one.supervisors.get(1));

        cluster.apply(PLAIN);

        assertThat(cluster.present.workers())
                .extracting(WorkerSlot::supervisorId)
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aDrainedHostIsLeftForTheOthersAndUsedAgainAfterwards() {
        Cluster cluster = small(2);
        RebalancePlan plan = cluster.apply(new RebalanceWish(null, Map.of(), Map.of(), Set.of("a")));

        assertThat(cluster.present.workers())
                .extracting(WorkerSlot::supervisorId)
                .containsExactly("b", "b");
        assertThat(plan.moved()).allMatch(move -> move.reason().equals("host 127.0.0.1 is drained"));
        cluster.apply(PLAIN);
        assertThat(cluster.present.workers())
                .extracting(WorkerSlot::supervisorId)
                .containsExactlyInAnyOrder("a", "b");
    }

    private static void assertRefused(
            Cluster cluster, RebalanceWish wish, SubmitException.Code code, String message, String hint) {
        assertThatThrownBy(() -> cluster.plan(wish)).isInstanceOfSatisfying(ServiceException.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.getMessage()).contains(message);
            assertThat(refused.hint()).contains(hint);
        });
    }

    @Test
    @Tag("R4")
    void whatCannotBeIsRefusedWithThePossibleRange() {
        Cluster cluster = small(2);
        SubmitException.Code invalid = SubmitException.Code.INVALID_TOPOLOGY;
        assertRefused(cluster, executors("cuont", 2), SubmitException.Code.NOT_FOUND, "'cuont'", "count, lines, sink");
        assertRefused(cluster, executors("__acker", 2), invalid, "the runtime's own", "count, lines, sink");
        assertRefused(cluster, executors("count", 0), invalid, "0 executors", "1 to 10");
        assertRefused(cluster, executors("count", -3), invalid, "-3 executors", "1 to 10");
        assertRefused(
                cluster, executors("count", 100_000), invalid, "too few tasks", "1 to 10, and with more tasks up");
        assertRefused(cluster, executors("sink", 2), invalid, "too few tasks for 2", "possible: 1 to 1");
        assertRefused(cluster, executors("lines", 3), invalid, "spouts do not grow", "1 to 2");
        assertRefused(cluster, workers(0), invalid, "0 workers", "1 to 5");
        assertRefused(cluster, workers(6), invalid, "need 6 executors", "1 to 5");
        assertRefused(cluster, workers(9), SubmitException.Code.NO_SLOTS, "there are 8", "1 to 5");
        cluster.foreign.addAll(Set.of(new UsedSlot("a", 2), new UsedSlot("a", 3), new UsedSlot("a", 4)));
        assertRefused(
                cluster,
                new RebalanceWish(7, Map.of("count", 9), Map.of(), Set.of()),
                SubmitException.Code.NO_SLOTS,
                "there are 5",
                "1 to 5");
        assertRefused(
                cluster,
                new RebalanceWish(null, Map.of(), Map.of(), Set.of("a", "b")),
                SubmitException.Code.NO_SLOTS,
                "no slot is free",
                "nothing is changed");
    }
}
