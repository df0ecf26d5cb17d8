package dev.vendaval.protocol.topology;

/** How many key groups the keys of a fields grouping are hashed to; fixed at submit. */
public final class KeyGroups {
    private static final int MINIMUM = 1024;
    private static final int PER_TASK = 64;
    private static final int MAXIMUM_TASKS = (1 << 30) / PER_TASK;

    private KeyGroups() {}

    /** The next power of two at or above max(1024, 64 x tasks). */
    public static int count(int tasks) {
        if (tasks < 1 || tasks > MAXIMUM_TASKS) {
            throw new IllegalArgumentException(tasks + " tasks; there may be 1 to " + MAXIMUM_TASKS);
        }
        int wanted = Math.max(MINIMUM, tasks * PER_TASK);
        return Integer.highestOneBit(wanted - 1) << 1;
    }
}
