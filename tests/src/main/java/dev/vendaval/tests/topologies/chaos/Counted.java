package dev.vendaval.tests.topologies.chaos;

/** What the sink of {@link Counting} notes as the number of an id: the count it came with, and whether it is a replay. */
public final class Counted {
    private Counted() {}

    public static int number(int count, boolean isReplay) {
        return count << 1 | (isReplay ? 1 : 0);
    }

    public static int count(int number) {
        return number >>> 1;
    }

    public static boolean isReplay(int number) {
        return (number & 1) == 1;
    }
}
