package dev.vendaval.worker.link;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes back from receiver to sender, on the control lane: acknowledgements and credits. All
 * numbers are absolute within the session, so that a lost or repeated frame does no harm.
 *
 * <pre>
 * u8 kind 4 | i64 last data sequence number received | i64 the same, control | i64 untracked tuples received
 * i32 count of grants; each: i32 executor | i64 tuples consumed | i64 tuples allowed | i64 bytes consumed | i64 bytes allowed
 * </pre>
 */
record ReturnFrame(long dataReceived, long controlReceived, long untrackedReceived, List<Grant> grants) {
    private static final int HEADER = 1 + 8 + 8 + 8 + 4;
    private static final int GRANT = 4 + 4 * 8;

    /**
     * Credits for one executor.
     *
     * @param consumedTuples taken by the executor since the session began
     * @param limitTuples what may be sent in all since the session began; 0 until the executor is prepared
     */
    record Grant(int executor, long consumedTuples, long limitTuples, long consumedBytes, long limitBytes) {}

    ReturnFrame {
        grants = List.copyOf(grants);
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(HEADER + grants.size() * GRANT);
        out.put(FrameKind.RETURN).putLong(dataReceived).putLong(controlReceived).putLong(untrackedReceived);
        out.putInt(grants.size());
        for (Grant grant : grants) {
            out.putInt(grant.executor);
            out.putLong(grant.consumedTuples).putLong(grant.limitTuples);
            out.putLong(grant.consumedBytes).putLong(grant.limitBytes);
        }
        return out.array();
    }

    static ReturnFrame decode(byte[] frame) {
        try {
            ByteBuffer in = ByteBuffer.wrap(frame);
            byte kind = in.get();
            if (kind != FrameKind.RETURN) {
                throw new MalformedFrameException("expected a return frame, got kind " + kind);
            }
            long data = in.getLong();
            long control = in.getLong();
            long untracked = in.getLong();
            int count = in.getInt();
            List<Grant> grants = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                grants.add(new Grant(in.getInt(), in.getLong(), in.getLong(), in.getLong(), in.getLong()));
            }
            return new ReturnFrame(data, control, untracked, grants);
        } catch (BufferUnderflowException e) {
            throw new MalformedFrameException("a return frame of " + frame.length + " bytes ends too early", e);
        }
    }
}
