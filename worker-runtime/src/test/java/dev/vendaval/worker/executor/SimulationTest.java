package dev.vendaval.worker.executor;

import dev.vendaval.worker.executor.Simulation.Form;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What must always hold, under every fault that a seed brings: no tree completes with a live edge, none stays open, order
 * per pair, nothing left at rest. {@code -Dvendaval.simulation.seeds=10000} for more; a failure says how to repeat it.
 */
@Timeout(3_600)
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("vendaval.simulation.seeds", 15);
    private static final long FIRST = Long.getLong("vendaval.simulation.first", 1);

    /** One kind in {@code share} of the seeds. */
    private static void seeds(int share, LongConsumer each) {
        for (long seed = FIRST; seed < FIRST + Math.max(1, SEEDS / share); seed++) {
            each.accept(seed);
        }
    }

    private static int between(SplittableRandom random, int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    @Test
    @Tag("F2")
    @Tag("F5")
    void workersDieAtAnyStep() {
        seeds(1, seed -> {
            SplittableRandom random = new SplittableRandom(~seed);
            int workers = between(random, 3, 5);
            new Simulation(
                            seed,
                            new Form(workers, 0, between(random, 200, 1_500), between(random, 1, 3), 0, 0, 0, true))
                    .run();
        });
    }

    @Test
    @Tag("F6")
    void connectionsAreCutAndNothingIsLostOrRepeated() {
        seeds(1, seed -> {
            SplittableRandom random = new SplittableRandom(~seed);
            int workers = between(random, 3, 5);
            new Simulation(
                            seed,
                            new Form(workers, 0, between(random, 200, 1_500), 0, between(random, 5, 40), 0, 0, true))
                    .run();
        });
    }

    @Test
    @Tag("F2")
    @Tag("F6")
    void deathsCutsLostAndRepeatedFramesAndClocksThatJumpTogether() {
        seeds(1, seed -> {
            SplittableRandom random = new SplittableRandom(~seed);
            int workers = between(random, 3, 5);
            new Simulation(
                            seed,
                            new Form(
                                    workers,
                                    0,
                                    between(random, 200, 1_500),
                                    between(random, 0, 3),
                                    between(random, 0, 20),
                                    between(random, 0, 30),
                                    between(random, 0, 2),
                                    false))
                    .run();
        });
    }

    @Test
    @Tag("F2")
    void aHundredWorkersShareTheBitsOfTouchMasks() {
        seeds(50, seed -> {
            SplittableRandom random = new SplittableRandom(~seed);
            new Simulation(seed, new Form(3, 100, 200, between(random, 1, 4), between(random, 0, 10), 0, 0, false))
                    .run();
        });
    }
}
