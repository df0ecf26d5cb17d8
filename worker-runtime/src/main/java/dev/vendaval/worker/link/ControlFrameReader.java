package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.exchange.ControlSection;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Slices control frames (layout: {@link ControlFramer}) into sections. Stateless. */
final class ControlFrameReader {
    private ControlFrameReader() {}

    /** Hears what a control frame says, in order. */
    interface Listener {
        void opened(int executor);

        void section(ControlSection section);
    }

    static void read(byte[] frame, Incarnation sender, Listener listener) {
        ByteBuffer in = ByteBuffer.wrap(frame).position(1 + Long.BYTES);
        try {
            int count = in.getInt();
            Incarnation said = Greeting.incarnation(in);
            if (!said.equals(sender)) {
                throw new MalformedFrameException("a control frame of " + said + " in a session of " + sender);
            }
            for (int i = 0; i < count; i++) {
                section(in, sender.workerIndex(), listener);
            }
        } catch (BufferUnderflowException e) {
            throw new MalformedFrameException("a control frame of " + frame.length + " bytes is broken", e);
        }
        if (in.hasRemaining()) {
            throw new MalformedFrameException("a control frame has " + in.remaining() + " bytes too many");
        }
    }

    private static void section(ByteBuffer in, int sender, Listener listener) {
        byte kind = in.get();
        int executor = in.getInt();
        int deathNumber = in.getInt();
        int length = in.getInt();
        if (length < 0 || length > in.remaining() / Long.BYTES) {
            throw new BufferUnderflowException();
        }
        if (kind == ControlFramer.OPEN) {
            listener.opened(executor);
            return;
        }
        ControlSection.Kind meaning = kind(kind);
        long[] data = new long[length];
        for (int i = 0; i < length; i++) {
            data[i] = in.getLong();
        }
        listener.section(new ControlSection(meaning, executor, data, length, deathNumber, sender));
    }

    private static ControlSection.Kind kind(byte code) {
        try {
            return ControlSection.Kind.ofCode(code);
        } catch (IllegalArgumentException e) {
            throw new MalformedFrameException("no control section of kind " + code, e);
        }
    }
}
