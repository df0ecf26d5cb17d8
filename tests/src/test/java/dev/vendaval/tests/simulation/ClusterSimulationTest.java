package dev.vendaval.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.simulation.Faults.Kind;
import dev.vendaval.tests.simulation.Faults.Plan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

/**
 * What must always hold of commands, topologies, slots and leaders, under every fault that a seed brings: nothing accepted
 * is lost or half done, a repeated submit gives one topology, a slot has one process, nothing is removed because it could not
 * be read, each task has one owner, also those that a bolt has got since, every rebalance ends, names are free after kills. {@code -Dvendaval.simulation.seeds=10000} for more; a failure says how to repeat it.
 */
@Timeout(7_200)
class ClusterSimulationTest {
    private static final int SEEDS = Integer.getInteger("vendaval.simulation.seeds", 40);
    private static final long FIRST = Long.getLong("vendaval.simulation.first", 1);

    private static final Plan EVERYTHING = Plan.NONE
            .with(Kind.NIMBUS_DIES, 4)
            .with(Kind.NIMBUS_STOPS, 4)
            .with(Kind.SUPERVISOR_DIES, 3)
            .with(Kind.SUPERVISOR_STOPS, 3)
            .with(Kind.WORKER_DIES, 8)
            .with(Kind.WORKER_HANGS, 3)
            .with(Kind.CUT, 3)
            .with(Kind.CONVERSATION_BREAKS, 4)
            .with(Kind.RECORD_IS_DAMAGED, 3)
            .with(Kind.WALL_CLOCK_JUMPS, 10)
            .with(Kind.CALL_FAILS, 5)
            .with(Kind.MESSAGE_IS_LOST, 10);

    private String test = "";

    /** With one seed the log is wanted, with many it would be the most of the work. */
    @BeforeEach
    void quiet(TestInfo info) {
        test = info.getTestMethod().orElseThrow().getName();
        if (SEEDS > 1) {
            MDC.put("simulation", "quiet");
        }
    }

    @AfterEach
    void loud() {
        MDC.remove("simulation");
    }

    private int seeds(Plan plan) {
        int staleWrites = 0;
        int grownAssignments = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            World world = world(seed, plan);
            world.run("mvn -pl tests -am test -Dtest=ClusterSimulationTest#" + test
                    + " -Dsurefire.failIfNoSpecifiedTests=false -Dvendaval.simulation.seeds=1"
                    + " -Dvendaval.simulation.first=" + seed);
            staleWrites += world.staleWrites;
            grownAssignments += world.grownAssignments;
        }
        assertThat(SEEDS < 20 || grownAssignments > 0).as("a bolt has grown").isTrue();
        return staleWrites;
    }

    private static World world(long seed, Plan plan) {
        Chance chance = new Chance(~seed);
        World.Size size =
                new World.Size(chance.between(2, 3), chance.between(2, 4), chance.between(1, 3), chance.between(1, 4));
        return new World(seed, size, plan);
    }

    @Test
    @Tag("F4")
    void leadersDieAndSleepAtAnyWriteAndCommandsAreDoneOnceOrRefused() {
        int staleWrites = seeds(
                Plan.NONE.with(Kind.NIMBUS_DIES, 8).with(Kind.NIMBUS_STOPS, 8).with(Kind.MESSAGE_IS_LOST, 10));
        assertThat(SEEDS < 20 || staleWrites > 0)
                .as("a leader of yesterday has tried to write")
                .isTrue();
    }

    @Test
    @Tag("F2")
    @Tag("F3")
    void supervisorsAndWorkersDieHangAndComeBack() {
        seeds(Plan.NONE
                .with(Kind.SUPERVISOR_DIES, 4)
                .with(Kind.SUPERVISOR_STOPS, 3)
                .with(Kind.WORKER_DIES, 12)
                .with(Kind.WORKER_HANGS, 4)
                .with(Kind.CONVERSATION_BREAKS, 4)
                .with(Kind.MESSAGE_IS_LOST, 10));
    }

    @Test
    @Tag("F4")
    void theClusterStateFailsLosesAnswersAndHasDamagedRecords() {
        seeds(Plan.NONE
                .with(Kind.NIMBUS_DIES, 2)
                .with(Kind.SUPERVISOR_DIES, 2)
                .with(Kind.WORKER_DIES, 4)
                .with(Kind.CUT, 4)
                .with(Kind.CONVERSATION_BREAKS, 2)
                .with(Kind.RECORD_IS_DAMAGED, 4)
                .with(Kind.CALL_FAILS, 20)
                .with(Kind.MESSAGE_IS_LOST, 10));
    }

    @Test
    @Tag("F4")
    void everythingAtOnceWithWallClocksThatJump() {
        seeds(EVERYTHING);
    }

    @Test
    void aSeedRepeatsEverything() {
        World first = world(FIRST, EVERYTHING);
        World second = world(FIRST, EVERYTHING);
        first.run("");
        second.run("");
        assertThat(second.history()).isEqualTo(first.history());
    }
}
