package dev.vendaval.flux.object;

/**
 * How far a value of a file is from what a declared type makes of it, nearest first. Between overloads each parameter is
 * compared with its like, never their sum. Numbers in quotes, or with a unit, are so far and then as far as the number is
 * from its type.
 */
enum Rank {
    /** As it stands. */
    EXACT(0),
    /** A supertype, an array, {@code long} for a small number. */
    WIDER(1),
    /** By its name or its only character; {@code double} for a whole number. */
    NAMED(2),
    /** Read by a format of the type; other types of numbers than {@code int}, {@code long} and {@code double}. */
    READ(3),
    /** A number or truth value in quotes; the rarest types of numbers. */
    QUOTED(4),
    /** A number with a unit. */
    SIZED(5),
    /** A number or truth value as text. */
    AS_TEXT(6),
    /** An {@code Object}. */
    ANY(7);

    private final int distance;

    Rank(int distance) {
        this.distance = distance;
    }

    int distance() {
        return distance;
    }

    /** This, and beyond it that. */
    int plus(Rank more) {
        return distance + more.distance;
    }
}
