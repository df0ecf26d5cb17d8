package dev.vendaval.worker.tracking;

/**
 * Makes the root ids of one spout task, and reads them.
 *
 * <pre>
 * 63        62 .. 47          46 .. 37           36 .. 0
 * 0 (sign)  acker ordinal 16  incarnation 10     sequence 37
 * </pre>
 *
 * An id is positive and never 0; a tuple keeps the negated id once it is acked or failed. The sequence comes round after
 * 137 thousand million trees: {@link Tracker#nextRoot()} then passes over those still live.
 */
public final class RootIds {
    /** How many spout tasks a topology can have. */
    public static final int MAX_ACKERS = 1 << 16;

    private static final int SEQUENCE_BITS = 37;
    private static final int INCARNATION_BITS = 10;
    private static final long SEQUENCE_MASK = (1L << SEQUENCE_BITS) - 1;
    private static final int INCARNATION_MASK = (1 << INCARNATION_BITS) - 1;
    private static final int LAUNCH_BITS = 5;

    /** Odd, so that it takes 1,024 changes to come round. */
    private static final long STEP_OF_STAYS = 389;

    private static final int LAUNCH_MASK = (1 << LAUNCH_BITS) - 1;

    private final long prefix;
    private long sequence;
    private boolean wrapped;

    /**
     * @param acker index of the spout task among the topology's spout tasks
     * @param incarnation of the task's worker, from {@link #incarnation}
     */
    public RootIds(int acker, int incarnation) {
        this(acker, incarnation, 0);
    }

    RootIds(int acker, int incarnation, long lastSequence) {
        if (acker < 0 || acker >= MAX_ACKERS) {
            throw new IllegalArgumentException(
                    "acker " + acker + "; a topology has at most " + MAX_ACKERS + " spout tasks");
        }
        this.prefix = ((long) acker << (SEQUENCE_BITS + INCARNATION_BITS))
                | ((long) (incarnation & INCARNATION_MASK) << SEQUENCE_BITS);
        this.sequence = lastSequence;
    }

    /** A root id that differs from the last 137 thousand million ones. */
    public long next() {
        long next = (sequence + 1) & SEQUENCE_MASK;
        if (next == 0) {
            wrapped = true;
            next = 1;
        }
        sequence = next;
        return prefix | next;
    }

    /** Whether sequence numbers have come round, so that a new id may be that of a very old tree. */
    boolean wrapped() {
        return wrapped;
    }

    /** Which acker keeps the tree of a root. */
    public static int acker(long root) {
        return (int) (root >>> (SEQUENCE_BITS + INCARNATION_BITS));
    }

    /**
     * A worker's incarnation in 10 bits: the lower 5 of the lease, then the lower 5 of the launch count. So two of them
     * differ unless both counts differ by multiples of 32, and no tree of one lives so long.
     */
    public static int incarnation(long lease, long launchCount) {
        return (int) ((lease << LAUNCH_BITS | (launchCount & LAUNCH_MASK)) & INCARNATION_MASK);
    }

    /** The same for a task that came to its worker with a change of the plan: no tree of an earlier stay has its ids. */
    public static int incarnation(long lease, long launchCount, long since) {
        return (int) (incarnation(lease, launchCount) + since * STEP_OF_STAYS) & INCARNATION_MASK;
    }

    static long sequence(long root) {
        return root & SEQUENCE_MASK;
    }
}
