package dev.vendaval.nimbus.leadership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.nimbus.leadership.RebalanceCluster.Host;
import dev.vendaval.nimbus.leadership.RebalanceCluster.Worker;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.topology.AddedTasks;
import dev.vendaval.protocol.topology.TaskGrowth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rebalances with deaths, lost and late reports and new leaders, in an order that a seed decides. */
class RebalanceSeedsTest {
    private static final Set<String> PHASES_SEEN = new TreeSet<>();

    private static int mostGrown;

    private final RebalanceScene scene = new RebalanceScene();

    @AfterEach
    void close() {
        scene.close();
    }

    static Stream<Long> seeds() {
        return Stream.iterate(1L, seed -> seed + 1).limit(25);
    }

    @AfterAll
    static void theSeededRunsSawEveryPhase() {
        if (!PHASES_SEEN.isEmpty()) {
            assertThat(PHASES_SEEN).containsExactly("ABORTED", "PAUSING", "PREPARING", "SWITCHING", "null");
            assertThat(mostGrown).as("tasks that a bolt has got").isPositive();
        }
    }

    /** Whatever happens, each proposed assignment comes into force once or never, and at the end nothing changes. */
    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("R5")
    void withDeathsAndLostReportsEveryRebalanceEndsDoneOrRolledBack(long seed) {
        Random random = new Random(seed);
        scene.submit(1 + random.nextInt(3));
        List<SupervisorReport> late = new ArrayList<>();
        Placement last = scene.placement();
        for (int i = 0; i < 250; i++) {
            oneStep(random, late);
            checkStep(last, scene.placement(), seed);
            last = scene.placement();
            PHASES_SEEN.add(String.valueOf(scene.phase()));
        }
        scene.cluster.hosts.forEach(Host::relaunchLost);
        for (int i = 0; i < RebalanceScene.PATIENCE && scene.placement().isChanging(); i++) {
            scene.cluster.everybodyGoesOn(scene.id);
            checkStep(last, scene.placement(), seed);
            last = scene.placement();
        }
        assertThat(scene.placement().isChanging())
                .as("seed %d: %s", seed, scene.placement())
                .isFalse();
        assertThat(scene.shown()).as("seed %d", seed).isEqualTo(TopologyStatus.ACTIVE);
    }

    private void oneStep(Random random, List<SupervisorReport> late) {
        Host host = scene.cluster.hosts.get(random.nextInt(scene.cluster.hosts.size()));
        List<Worker> workers = host.workers();
        @Nullable Worker worker = workers.isEmpty() ? null : workers.get(random.nextInt(workers.size()));
        int what = random.nextInt(100);
        if (what < 30) {
            host.follow(scene.placement());
            if (worker != null) {
                worker.goOn(scene.placement());
            }
        } else if (what < 60) {
            host.report();
        } else if (what < 65) {
            late.add(host.newReport());
        } else if (what < 70 && !late.isEmpty()) {
            SupervisorReport old = late.remove(0);
            scene.cluster.hosts.stream()
                    .filter(each -> each.record.equals(old.supervisor()))
                    .forEach(each -> each.send(old));
        } else if (what < 73 && worker != null) {
            host.dies(worker, random.nextBoolean());
        } else if (what < 78) {
            host.relaunchLost();
        } else if (what < 80) {
            scene.cluster.leaderDies();
        } else if (what < 82) {
            scene.cluster.leader.clusterState.fault(FaultyClusterState.Fault.ANSWERS_LOST);
            host.report();
            scene.cluster.leader.clusterState.fault(FaultyClusterState.Fault.NONE);
            scene.cluster.leader.advance(1_000);
        } else if (what < 92) {
            scene.cluster.leader.advance(random.nextInt(3_000));
        } else if (!scene.placement().isChanging()) {
            askForOne(random);
        }
    }

    private void askForOne(Random random) {
        try {
            Duration pause = random.nextBoolean() ? Duration.ofMillis(random.nextInt(3_000)) : null;
            Map<String, Integer> executors = random.nextBoolean() ? Map.of("count", 1 + random.nextInt(7)) : Map.of();
            scene.ask(RebalanceScene.request(scene.newRequest(), 1 + random.nextInt(3), executors, pause));
        } catch (ServiceException refused) {
            assertThat(refused.hint()).as(refused.getMessage()).isNotNull();
        }
    }

    private void checkStep(Placement before, Placement after, long seed) {
        String about = "seed " + seed + ": " + before + " -> " + after;
        assertThat(after.nextVersion()).as(about).isGreaterThanOrEqualTo(before.nextVersion());
        if (!after.assignment().equals(before.assignment())) {
            assertThat(after.assignment()).as(about).isEqualTo(before.next());
            assertThat(after.previous()).as(about).isEqualTo(before.assignment());
        }
        if (before.previous() != null && !after.equals(before)) {
            assertThat(after).as(about).isEqualTo(before.settled());
        }
        List<Integer> tasks = after.assignment().executors().stream()
                .map(ExecutorAssignment::executor)
                .flatMap(executor -> executor.tasks().stream())
                .toList();
        TaskGrowth growth = after.assignment().growth();
        int grown =
                growth.added().stream().mapToInt(added -> added.tasks().size()).sum();
        mostGrown = Math.max(mostGrown, grown);
        assertThat(tasks).as(about).hasSize(6 + grown).doesNotHaveDuplicates();
        List<AddedTasks> known = before.assignment().growth().added();
        assertThat(growth.added().stream().limit(known.size()).toList())
                .as(about)
                .isEqualTo(known);
        assertThat(after.growth().highestTask())
                .as("no id is forgotten, " + about)
                .isGreaterThanOrEqualTo(before.growth().highestTask());
    }
}
