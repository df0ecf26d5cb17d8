package dev.vendaval.tests.benchmarks.tally;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of 64-bit words mapped into memory. Each word has one writing thread; others, in this or another process, read
 * it at any time and see whole values (opaque access), without lock or system call.
 */
final class MappedLongs {
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer bytes;

    private MappedLongs(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static MappedLongs create(Path file, int words) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new MappedLongs(channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) words * Long.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the tally " + file, e);
        }
    }

    static MappedLongs open(Path file, boolean writable) {
        StandardOpenOption[] options = writable
                ? new StandardOpenOption[] {StandardOpenOption.READ, StandardOpenOption.WRITE}
                : new StandardOpenOption[] {StandardOpenOption.READ};
        FileChannel.MapMode mode = writable ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY;
        try (FileChannel channel = FileChannel.open(file, options)) {
            return new MappedLongs(channel.map(mode, 0, channel.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + file, e);
        }
    }

    int words() {
        return bytes.capacity() / Long.BYTES;
    }

    long get(int word) {
        return (long) WORD.getOpaque(bytes, word * Long.BYTES);
    }

    void set(int word, long value) {
        WORD.setOpaque(bytes, word * Long.BYTES, value);
    }

    /** Everything written before is seen by whoever reads this value. */
    void publish(int word, long value) {
        WORD.setRelease(bytes, word * Long.BYTES, value);
    }

    long getAcquire(int word) {
        return (long) WORD.getAcquire(bytes, word * Long.BYTES);
    }
}
