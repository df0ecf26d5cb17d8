package dev.vendaval.worker.exchange;

import dev.vendaval.worker.fencing.Deaths;

/**
 * Numbers on the control lane for one executor. Belongs to whoever holds it; not changed after it was made.
 *
 * <pre>
 * ACK             root, xor              for each ack that tells of no other worker: nearly all
 * TOUCHING_ACK    root, xor, mask        for the others, with the touch bits of workers that the tree has reached
 * FAIL            root                   for each tree
 * RESET_TIMEOUT   root                   for each tree
 * CYCLE_PRESSURE  executor, 0 or 1       whether that executor's feedback edges are over their threshold
 * DEATH           index, lease, launch   the sending worker knows that this life is over; for the worker, not an executor
 * LEFT            index, lease, launch   the sending worker is empty and will end; for the worker, not an executor
 * EPOCH           version                the sending worker follows this change of the plan; for the worker
 * TAKEN_OVER      task, version, executor  that executor has what was handed over to it of a task; for the worker
 * </pre>
 */
public final class ControlSection {
    /** What the numbers mean. */
    public enum Kind {
        ACK(0),
        FAIL(1),
        RESET_TIMEOUT(2),
        CYCLE_PRESSURE(3),
        TOUCHING_ACK(4),
        DEATH(5),
        LEFT(6),
        EPOCH(7),
        TAKEN_OVER(8);

        private static final Kind[] BY_CODE = values();
        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        /** The number on the wire. */
        public byte code() {
            return code;
        }

        /** The kind of a number on the wire. */
        public static Kind ofCode(int code) {
            if (code < 0 || code >= BY_CODE.length) {
                throw new IllegalArgumentException("no control section of kind " + code);
            }
            return BY_CODE[code];
        }
    }

    public final Kind kind;

    /** First task id of the receiving executor. */
    public final int receiverExecutor;

    public final long[] data;

    /** How much of {@code data} counts. */
    public final int length;

    /** How many deaths the sending executor had learnt of when it touched the trees. */
    public final int deathNumber;

    /** Index of the sending worker, or {@link Deaths#THIS_WORKER}. */
    public final int sender;

    /** The trees it tells of; empty if it tells of something else. */
    public long[] roots() {
        int row = switch (kind) {
            case ACK -> 2;
            case TOUCHING_ACK -> 3;
            case FAIL, RESET_TIMEOUT -> 1;
            case CYCLE_PRESSURE, DEATH, LEFT, EPOCH, TAKEN_OVER -> 0;
        };
        long[] roots = new long[row == 0 ? 0 : length / row];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = data[i * row];
        }
        return roots;
    }

    /** From an executor of this worker. */
    public ControlSection(Kind kind, int receiverExecutor, long[] data, int length, int deathNumber) {
        this(kind, receiverExecutor, data, length, deathNumber, Deaths.THIS_WORKER);
    }

    public ControlSection(Kind kind, int receiverExecutor, long[] data, int length, int deathNumber, int sender) {
        this.kind = kind;
        this.receiverExecutor = receiverExecutor;
        this.data = data;
        this.length = length;
        this.deathNumber = deathNumber;
        this.sender = sender;
    }
}
