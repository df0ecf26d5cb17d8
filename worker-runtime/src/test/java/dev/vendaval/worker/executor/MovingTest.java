package dev.vendaval.worker.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.worker.executor.MovingSimulation.Form;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What must hold while executors change and move, at any interleaving that a seed brings. {@code
 * -Dvendaval.simulation.seeds=10000} for more, {@code -Dvendaval.simulation.first=N} to begin at one that has failed.
 */
@Timeout(3_600)
class MovingTest {
    private static final int SEEDS = Integer.getInteger("vendaval.simulation.seeds", 15);
    private static final long FIRST = Long.getLong("vendaval.simulation.first", 1);

    private static void seeds(Function<SplittableRandom, Form> form) {
        int done = 0;
        int growths = 0;
        int recreations = 0;
        boolean grows = false;
        boolean recreates = false;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Form chosen = form.apply(new SplittableRandom(~seed));
            MovingSimulation simulation = new MovingSimulation(seed, chosen);
            simulation.run();
            done += simulation.changesDone();
            growths += simulation.growthsDone();
            recreations += simulation.recreationsDone();
            recreates |= chosen.recreationsOfTen() > 0;
            grows |= chosen.growthsOfTen() > 0;
        }
        assertThat(growths > 0).as("bolts got tasks").isEqualTo(grows);
        assertThat(recreations > 0).as("instances were re-created").isEqualTo(recreates);
        assertThat(done).as("changes that were done").isPositive();
    }

    private static int between(SplittableRandom random, int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    @Test
    @Tag("R1")
    @Tag("R3")
    void executorsOfOneWorkerChangeAndNothingIsLostOrReordered() {
        seeds(random -> new Form(1, between(random, 200, 1_500), between(random, 1, 6), 0, 0, 1, 0));
    }

    @Test
    @Tag("R1")
    @Tag("R3")
    @Tag("F7")
    void executorsMoveBetweenWorkersAndNothingIsLostOrReordered() {
        seeds(random ->
                new Form(between(random, 2, 5), between(random, 200, 1_500), between(random, 1, 6), 0, 0, 1, 0));
    }

    @Test
    @Tag("R1")
    @Tag("F6")
    void connectionsAreCutWhileExecutorsMove() {
        seeds(random -> new Form(
                between(random, 2, 4),
                between(random, 200, 1_000),
                between(random, 1, 5),
                0,
                between(random, 1, 30),
                2,
                0));
    }

    @Test
    @Tag("R5")
    void workersDieAtAnyStepOfAChangeAndItCompletesOrIsRolledBack() {
        seeds(random -> new Form(
                between(random, 2, 5),
                between(random, 200, 1_000),
                between(random, 1, 6),
                between(random, 1, 4),
                between(random, 0, 5),
                1,
                0));
    }

    @Test
    @Tag("R4")
    void boltsGrowInOneWorkerAndKeysGoToTheirNewTasksWithTheirMemory() {
        seeds(random -> new Form(1, between(random, 200, 1_500), between(random, 2, 6), 0, 0, 1, 7));
    }

    @Test
    @Tag("R3")
    @Tag("R4")
    void boltsGrowWhileExecutorsMoveBetweenWorkersAndConnectionsAreCut() {
        seeds(random -> new Form(
                between(random, 2, 5),
                between(random, 200, 1_500),
                between(random, 2, 6),
                0,
                between(random, 0, 10),
                2,
                7));
    }

    @Test
    @Tag("R4")
    @Tag("R5")
    void workersDieWhileBoltsGrow() {
        seeds(random -> new Form(
                between(random, 2, 5),
                between(random, 200, 1_000),
                between(random, 2, 6),
                between(random, 1, 4),
                between(random, 0, 5),
                1,
                7));
    }

    @Test
    @Tag("R1")
    @Tag("R3")
    void instancesAreReCreatedInOneWorkerForTheirConfigurationAndNothingIsLostOrReordered() {
        seeds(random -> new Form(1, between(random, 200, 1_500), between(random, 1, 6), 0, 0, 1, 0, 7));
    }

    @Test
    @Tag("R1")
    @Tag("R3")
    @Tag("R4")
    void instancesAreReCreatedWhileOthersMoveAndGrowAndConnectionsAreCut() {
        seeds(random -> new Form(
                between(random, 2, 5),
                between(random, 200, 1_500),
                between(random, 2, 6),
                0,
                between(random, 0, 10),
                2,
                3,
                7));
    }

    @Test
    @Tag("R5")
    void workersDieWhileInstancesAreReCreated() {
        seeds(random -> new Form(
                between(random, 2, 5),
                between(random, 200, 1_000),
                between(random, 2, 6),
                between(random, 1, 4),
                between(random, 0, 5),
                1,
                0,
                7));
    }
}
