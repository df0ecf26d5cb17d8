package dev.vendaval.tests.topologies.chaos;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * What one instance of a component saw, in a file of its own: {@code <component>-<task>-<pid>-<n>.tape}. A record is one
 * write and is in the file when {@link #note} returns, so it survives kill -9; read with {@link Recording}. Used by the
 * instance's thread only.
 *
 * <pre>
 * record, 16 bytes:   kind : 4 bits | id : 28 | number : 32    System.nanoTime() : 64
 * </pre>
 *
 * <p>Times of different processes are compared: on one Linux machine they share the monotonic clock.
 */
public final class Tape implements AutoCloseable {
    static final int RECORD_BYTES = 16;
    static final int LARGEST_ID = (1 << 28) - 1;

    /** What a record tells. */
    public enum Kind {
        OPENED(1),
        /** Noted before the emit: an emission that is not on the tape did not happen. */
        EMITTED(2),
        ACKED(3),
        FAILED(4),
        /** Noted before the ack: what is acked is on the tape. */
        RECEIVED(5),
        CLOSED(6),
        /** A counting bolt has executed it; noted before the ack. */
        COUNTED(7),
        /** The source is closed with nothing undone: the next instance goes on with this id and number. */
        DONE(8);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    // A stream and not a channel: an interrupt closes a channel, and cleanup may be interrupted.
    private final OutputStream out;
    private final ByteBuffer block = ByteBuffer.allocate(RECORD_BYTES);

    private Tape(OutputStream out) {
        this.out = out;
    }

    /** The tape of an instance that begins now, whatever engine runs it; with its OPENED record. */
    public static Tape begin(String directory, String component, int task) throws IOException {
        String instance = component + "-" + task + "-" + ProcessHandle.current().pid();
        int number = 1;
        File file = new File(directory, instance + "-1.tape");
        while (!file.createNewFile()) {
            number++;
            file = new File(directory, instance + "-" + number + ".tape");
        }
        Tape tape = new Tape(new FileOutputStream(file, true));
        tape.note(Kind.OPENED, 0, 0);
        return tape;
    }

    /** Returns when the record is in the file. */
    public void note(Kind kind, int id, int number) throws IOException {
        block.putLong(0, word(kind, id, number));
        block.putLong(8, System.nanoTime());
        out.write(block.array());
    }

    static Kind kind(long word) {
        int code = (int) (word >>> 60);
        return switch (code) {
            case 1 -> Kind.OPENED;
            case 2 -> Kind.EMITTED;
            case 3 -> Kind.ACKED;
            case 4 -> Kind.FAILED;
            case 5 -> Kind.RECEIVED;
            case 6 -> Kind.CLOSED;
            case 7 -> Kind.COUNTED;
            case 8 -> Kind.DONE;
            default -> throw new IllegalArgumentException("no record begins with " + code);
        };
    }

    static int id(long word) {
        return (int) (word >>> 32) & LARGEST_ID;
    }

    static int number(long word) {
        return (int) word;
    }

    static long word(Kind kind, int id, int number) {
        if (id < 0 || id > LARGEST_ID) {
            throw new IllegalArgumentException("id " + id + " is not from 0 to " + LARGEST_ID);
        }
        return (long) kind.code << 60 | (long) id << 32 | Integer.toUnsignedLong(number);
    }

    @Override
    public void close() throws IOException {
        note(Kind.CLOSED, 0, 0);
        out.close();
    }
}
