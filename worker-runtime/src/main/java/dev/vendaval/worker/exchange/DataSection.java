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

    /** The sending executor, which {@link #stream} names by its address, will put nothing more into this channel. */
    public static final byte END = 1;

    /** A piece of what the instance of task {@link #senderTask} has saved; {@link #stream} is the number of the piece. */
    public static final byte STATE = 2;

    /**
     * The older owner of task {@link #senderTask} has taken its last tuple, so that the receiving executor may go on with it
     * or with keys of it; {@link #stream} is how many pieces its state
     * came in before, or {@link #NO_STATE}.
     */
    public static final byte DRAINED = 3;

    /** Of a DRAINED: the instance saved nothing, so that the next one begins with an empty memory. */
    public static final int NO_STATE = -1;

    private static final byte[] NO_BYTES = {};

    /** First task id of the receiving executor. */
    public final int receiverExecutor;

    public final int senderTask;

    /** Index of the stream in the topology's plan; the same in every worker. */
    public final int stream;

    public final byte kind;

    /** Of a marker, the change it belongs to; of tuples, the change that their sender began with, 0: with its worker. */
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

    /** Tuples of a sender that began with its worker, filling {@code length} bytes from the array's start. */
    public static DataSection tuples(
            int receiverExecutor, int senderTask, int stream, int count, int untracked, byte[] bytes, int length) {
        return new DataSection(receiverExecutor, senderTask, stream, TUPLES, 0, count, untracked, bytes, 0, length);
    }

    /** The end of a channel. */
    public static DataSection end(int receiverExecutor, int senderTask, int senderExecutor, long version) {
        return marker(END, receiverExecutor, senderTask, senderExecutor, version, NO_BYTES, 0, 0);
    }

    /** A piece of a task's state for its new owner. */
    public static DataSection state(
            int receiverExecutor, int task, int piece, long version, byte[] bytes, int offset, int length) {
        return marker(STATE, receiverExecutor, task, piece, version, bytes, offset, length);
    }

    /** A task's older owner is done; {@code pieces} of its state went before, or {@link #NO_STATE}. */
    public static DataSection drained(int receiverExecutor, int task, int pieces, long version) {
        return marker(DRAINED, receiverExecutor, task, pieces, version, NO_BYTES, 0, 0);
    }

    private static DataSection marker(
            byte kind, int receiver, int task, int stream, long version, byte[] bytes, int offset, int length) {
        return new DataSection(receiver, task, stream, kind, version, 0, 0, bytes, offset, length);
    }

    public boolean isTuples() {
        return kind == TUPLES;
    }

    /** Whether it is for the worker rather than the channel: it overtakes what is held there. */
    public boolean isHandOver() {
        return kind == STATE || kind == DRAINED;
    }

    @Override
    public int tupleCount() {
        return count;
    }

    @Override
    public String toString() {
        if (!isTuples()) {
            return "marker of kind " + kind + " of change " + epoch + ", task " + senderTask + ", " + stream
                    + ", for executor " + receiverExecutor;
        }
        return count + " tuples of task " + senderTask + " stream " + stream + " for executor " + receiverExecutor
                + " in " + length + " bytes";
    }
}
