package dev.vendaval.flux.object;

import dev.vendaval.flux.problem.Location;
import org.jspecify.annotations.Nullable;

/** What came of bringing an argument to a declared type. */
sealed interface Conversion {
    /**
     * It fits.
     *
     * @param value as the type wants it
     * @param distance how far it had to be changed, see {@link Rank}; the least decides between overloads
     */
    record Fit(@Nullable Object value, int distance) implements Conversion {
        Fit(@Nullable Object value, Rank rank) {
            this(value, rank.distance());
        }
    }

    /**
     * It does not fit.
     *
     * @param at where
     * @param found what was found
     * @param right what would be right
     */
    record Misfit(Location at, String found, String right) implements Conversion {}
}
