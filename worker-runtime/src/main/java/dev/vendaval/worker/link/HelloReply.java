package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;

/** The receiver's first message on each lane. */
sealed interface HelloReply {
    /** Why a hello was refused. */
    enum Reason {
        /** No common protocol version. */
        PROTOCOL(0),
        /** The proof of the topology's secret is wrong. */
        SECRET(1),
        /** Another topology runs here. */
        TOPOLOGY(2),
        /** Streams, tasks or executors are numbered differently. */
        SCHEMA(3),
        /** The worker here is not the one the sender means, or an older life of it. */
        RECEIVER(4),
        /** A newer life of the sender has spoken already. */
        SENDER(5),
        /** The data lane of a session whose control lane is not here. */
        SESSION(6),
        /** The same life of the sender has tried again since. */
        ATTEMPT(7),
        /** That life of the sender is known to be over. */
        DEAD(8);

        private static final Reason[] BY_CODE = values();
        private final byte code;

        Reason(int code) {
            this.code = (byte) code;
        }

        /** Whether the sender must end: another life of it has taken its place, or will. */
        boolean isFence() {
            return this == SENDER || this == DEAD;
        }

        private static Reason ofCode(byte code) {
            if (code < 0 || code >= BY_CODE.length) {
                throw new MalformedFrameException("no refusal with code " + code);
            }
            return BY_CODE[code];
        }
    }

    /**
     * Come in.
     *
     * <pre>
     *  u8 kind 17 | u16 protocol version | i32 i64 i64 receiver's incarnation | i64 session
     *  i64 next expected sequence number, data | the same, control
     *  u8 how often that data frame has broken the link | u8 the same, control | 32 proof
     * </pre>
     *
     * Absolute credits follow at once in a {@link ReturnFrame} on the control lane.
     */
    record Accepted(
            int protocol,
            Incarnation receiver,
            long session,
            long nextData,
            long nextControl,
            int dataBreaks,
            int controlBreaks)
            implements HelloReply {
        /** Nothing has come in this session. */
        Accepted(int protocol, Incarnation receiver, long session, long nextData, long nextControl) {
            this(protocol, receiver, session, nextData, nextControl, 0, 0);
        }

        long next(Lane lane) {
            return lane == Lane.DATA ? nextData : nextControl;
        }

        int breaks(Lane lane) {
            return lane == Lane.DATA ? dataBreaks : controlBreaks;
        }

        byte[] encode(String secret) {
            return Greeting.proven(secret, out -> {
                out.put(FrameKind.ACCEPTED).putShort((short) protocol);
                Greeting.putIncarnation(out, receiver);
                out.putLong(session).putLong(nextData).putLong(nextControl);
                out.put((byte) Math.min(dataBreaks, Byte.MAX_VALUE));
                out.put((byte) Math.min(controlBreaks, Byte.MAX_VALUE));
            });
        }
    }

    /**
     * Stay out: {@code u8 kind 18 | u8 reason | text}. Proven only if it tells the sender to end: otherwise the reason may be
     * the secret.
     *
     * @param message what differs, for the log
     */
    record Refused(Reason reason, String message) implements HelloReply {
        byte[] encode(String secret) {
            return Greeting.proven(reason.isFence() ? secret : "", out -> {
                out.put(FrameKind.REFUSED).put(reason.code);
                Greeting.putText(out, message);
            });
        }
    }

    /** Reads either; an acceptance whose proof is wrong counts as a refusal. */
    static HelloReply decode(byte[] message, String secret) {
        if (message.length > 0 && message[0] == FrameKind.REFUSED) {
            Refused refused = Greeting.parse(
                    message, FrameKind.REFUSED, in -> new Refused(Reason.ofCode(in.get()), Greeting.text(in)));
            return refused.reason.isFence() && !Greeting.isProven(secret, message)
                    ? new Refused(
                            Reason.SECRET, "somebody who does not know the topology's secret says: " + refused.message)
                    : refused;
        }
        Accepted accepted = Greeting.parse(
                message,
                FrameKind.ACCEPTED,
                in -> new Accepted(
                        in.getShort(),
                        Greeting.incarnation(in),
                        in.getLong(),
                        in.getLong(),
                        in.getLong(),
                        in.get(),
                        in.get()));
        return Greeting.isProven(secret, message)
                ? accepted
                : new Refused(Reason.SECRET, "the receiver does not know the topology's secret");
    }
}
