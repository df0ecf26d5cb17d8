package dev.vendaval.worker.tracking;

import java.util.SplittableRandom;

/**
 * Random 64-bit edge ids, a fresh one for each copy of a tuple and each of its anchors. Owned by one executor.
 *
 * <p>A tree must not come to zero by chance: so no generator whose outputs are linear over xor, and streams of different
 * executors that are unrelated (the split takes its step width, too, from the seed).
 */
public final class EdgeIds {
    private final SplittableRandom generator;

    /** @param seed from a secure source, another one for each incarnation of each executor */
    public EdgeIds(long seed) {
        this.generator = new SplittableRandom(seed).split();
    }

    /** A random number, never 0. */
    public long next() {
        long id;
        do {
            id = generator.nextLong();
        } while (id == 0);
        return id;
    }
}
