package dev.vendaval.protocol.report;

/**
 * One life of one worker process.
 *
 * @param workerIndex {@link dev.vendaval.protocol.state.WorkerSlot#index()}
 * @param lease {@link dev.vendaval.protocol.state.WorkerSlot#lease()}
 * @param launchCount how often the supervisor has launched this slot, persisted before each launch
 */
public record Incarnation(int workerIndex, long lease, long launchCount) implements Comparable<Incarnation> {
    /** The bit of this incarnation in a tree's touch mask: a pure function, shared beyond 64 workers. */
    public long touchBit() {
        return 1L << ((workerIndex * 7L + launchCount) & 63);
    }

    /** Orders lives of the same worker index: a higher one means that the lower one is dead. */
    @Override
    public int compareTo(Incarnation other) {
        int byLease = Long.compare(lease, other.lease);
        return byLease != 0 ? byLease : Long.compare(launchCount, other.launchCount);
    }

    @Override
    public String toString() {
        return workerIndex + "." + lease + "." + launchCount;
    }
}
