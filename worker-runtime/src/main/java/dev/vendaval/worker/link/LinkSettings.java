package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;

/**
 * What a worker's links need to know of it and its topology.
 *
 * @param incarnation this worker's
 * @param secret known to the topology's workers only; proves that a peer is one of them
 * @param schemaHash of everything that frames refer to by number: streams, tasks, executors; the
 *     same in every worker of the topology
 * @param tupleMaxBytes the largest encoded tuple
 * @param workers of the topology
 */
public record LinkSettings(
        String topologyId, Incarnation incarnation, String secret, long schemaHash, long tupleMaxBytes, int workers) {
    /** What one lane may have sent and not acknowledged, with few peers. */
    private static final long MOST_RING_BYTES = 4L << 20;

    /** Two of the largest frames. */
    private static final long LEAST_RING_BYTES = 512L << 10;

    /** What all lanes together may have. */
    private static final long RING_BYTES_IN_ALL = 64L << 20;

    /** What a section may hold beside one tuple of the largest size. */
    private static final long SECTION_SLACK = 4L << 20;

    /** What one lane of one link may have sent and not acknowledged. */
    long ringBytes() {
        return Math.max(LEAST_RING_BYTES, Math.min(MOST_RING_BYTES, RING_BYTES_IN_ALL / Math.max(1, workers)));
    }

    int sectionMaxBytes() {
        return (int) Math.min(Integer.MAX_VALUE - 64, tupleMaxBytes + SECTION_SLACK);
    }

    @Override
    public String toString() {
        return "links of " + topologyId + " worker " + incarnation;
    }
}
