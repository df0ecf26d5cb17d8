package dev.vendaval.tests.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All that a seed decides. */
final class Chance {
    private final SplittableRandom random;

    Chance(long seed) {
        random = new SplittableRandom(seed);
    }

    /** From 0 to {@code most}. */
    int upTo(int most) {
        return random.nextInt(most + 1);
    }

    int between(int least, int most) {
        return least + upTo(most - least);
    }

    boolean in(int ofThousand) {
        return random.nextInt(1_000) < ofThousand;
    }

    <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
