package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;
import java.util.ArrayList;
import java.util.List;

/**
 * The first message of each lane, from sender to receiver.
 *
 * <pre>
 *  u8   kind 16
 *  u16  lowest, u16 highest protocol version spoken
 *  u8   lane: 0 data, 1 control
 *  i64  hash of the wire schema
 *  text topology id                              (u16 length, UTF-8)
 *  i32 i64 i64  sender: worker index, lease, launch count
 *  i32 i64 i64  receiver as the sender knows it; launch count 0: not known yet
 *  i64  session   both lanes of one connection share it; a new one starts all counters at zero
 *  i32  attempt   how often this sender has tried to connect; the same on both lanes, an older one is refused
 *  i64  next sequence number of the data lane, i64 of the control lane
 *  u16  count of executors the sender wants to send to; each: i32 executor, i64 tuples already sent in the session
 *  32   proof
 * </pre>
 *
 * @param executors first task ids, with what the sender has already sent in this session
 */
record Hello(
        int protocolLow,
        int protocolHigh,
        Lane lane,
        long schemaHash,
        String topologyId,
        Incarnation sender,
        Incarnation receiver,
        long session,
        int attempt,
        long nextData,
        long nextControl,
        List<SentSoFar> executors) {
    static final int PROTOCOL = 1;

    /** So that it fits into the 64 KiB that a stranger may send; further executors are opened once it is accepted. */
    static final int MOST_EXECUTORS = 4_096;

    record SentSoFar(int executor, long tuples) {}

    Hello {
        executors = List.copyOf(executors);
    }

    byte[] encode(String secret) {
        return Greeting.proven(secret, out -> {
            out.put(FrameKind.HELLO);
            out.putShort((short) protocolLow).putShort((short) protocolHigh);
            out.put(lane.code());
            out.putLong(schemaHash);
            Greeting.putText(out, topologyId);
            Greeting.putIncarnation(out, sender);
            Greeting.putIncarnation(out, receiver);
            out.putLong(session).putInt(attempt).putLong(nextData).putLong(nextControl);
            out.putShort((short) executors.size());
            for (SentSoFar each : executors) {
                out.putInt(each.executor).putLong(each.tuples);
            }
        });
    }

    static Hello decode(byte[] message) {
        return Greeting.parse(message, FrameKind.HELLO, in -> {
            int low = in.getShort();
            int high = in.getShort();
            Lane lane = Lane.ofCode(in.get());
            long schemaHash = in.getLong();
            String topologyId = Greeting.text(in);
            Incarnation sender = Greeting.incarnation(in);
            Incarnation receiver = Greeting.incarnation(in);
            long session = in.getLong();
            int attempt = in.getInt();
            long nextData = in.getLong();
            long nextControl = in.getLong();
            int count = in.getShort() & 0xffff;
            List<SentSoFar> executors = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                executors.add(new SentSoFar(in.getInt(), in.getLong()));
            }
            return new Hello(
                    low,
                    high,
                    lane,
                    schemaHash,
                    topologyId,
                    sender,
                    receiver,
                    session,
                    attempt,
                    nextData,
                    nextControl,
                    executors);
        });
    }
}
