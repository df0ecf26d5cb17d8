package dev.vendaval.worker.exchange;

/**
 * Encoded tuples of one sender task and stream for one receiving executor, or a marker between them. Belongs to whoever
 * holds it; the bytes are not changed after it was made. Links slice frames into sections and never look inside.
 *
 * <p>Bytes of kind {@link #TUPLES}, for each of the {@code count} tuples:
 *
 * <pre>
 * varint  index of the receiving task within the receiving executor
 * varint  length of what follows
 *   varint  number of roots
 *   8 bytes root, 8 bytes edge    for each root
 *   values  as the codec writes them
 * </pre>
 *
 * Roots, edges and length come before the values, so that a tuple that cannot be decoded fails alone.
 */
public final class DataSection implements Delivery {
    /** Kind of a section that holds tuples; other kinds are markers. */
    public static final byte TUPLES = 0;

    /** First task id of the receiving executor. */
    public final int receiverExecutor;

    public final int senderTask;

    /** Index of the stream in the topology's plan; the same in every worker. */
    public final int stream;

    public final byte kind;

    /** Of a marker; 0 for tuples. */
    public final long epoch;

    public final int count;

    /** How many of the {@code count} have no root: when a link loses the section, nobody hears of those by time-out. */
    public final int untracked;

    public final byte[] bytes;
    public final int offset;
    public final int length;

    /** The sending executor's alone: which touch bit the trees of these tuples have been told; 0: none. Stays here. */
    public long touchBit;

    public DataSection(
            int receiverExecutor,
            int senderTask,
            int stream,
            byte kind,
            long epoch,
            int count,
            int untracked,
            byte[] bytes,
            int offset,
            int length) {
        this.receiverExecutor = receiverExecutor;
        this.senderTask = senderTask;
        this.stream = stream;
        this.kind = kind;
        this.epoch = epoch;
        this.count = count;
        this.untracked = untracked;
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /** Tuples, filling {@code length} bytes from the array's start. */
    public static DataSection tuples(
            int receiverExecutor, int senderTask, int stream, int count, int untracked, byte[] bytes, int length) {
        return new DataSection(receiverExecutor, senderTask, stream, TUPLES, 0, count, untracked, bytes, 0, length);
    }

    @Override
    public int tupleCount() {
        return count;
    }

    @Override
    public String toString() {
        return count + " tuples of task " + senderTask + " stream " + stream + " for executor " + receiverExecutor
                + " in " + length + " bytes";
    }
}
