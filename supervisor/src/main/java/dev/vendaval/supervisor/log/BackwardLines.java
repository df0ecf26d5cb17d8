package dev.vendaval.supervisor.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, the last one first. Holds one block, and never more than the longest line
 * allowed: a longer one comes in pieces.
 */
final class BackwardLines {
    static final int BLOCK_BYTES = 64 * 1024;
    static final int LONGEST_LINE_BYTES = 1024 * 1024;

    private final FileChannel file;
    private final int longestLineBytes;
    /** Bytes of the file from {@code start} on that were read and not yet given out. */
    private byte[] window = new byte[0];

    private int windowLength;
    private long start;

    /** The lines before {@code end}; a line break right before it ends the first line given out. */
    BackwardLines(FileChannel file, long end) throws IOException {
        this(file, end, LONGEST_LINE_BYTES);
    }

    BackwardLines(FileChannel file, long end, int longestLineBytes) throws IOException {
        this.file = file;
        this.longestLineBytes = longestLineBytes;
        this.start = end;
        readBlock();
        if (windowLength > 0 && window[windowLength - 1] == '\n') {
            windowLength--;
        } else if (windowLength == 0) {
            windowLength = -1;
        }
    }

    /** The line before the one given out last, or null at the beginning of the file. */
    @Nullable
    String next() throws IOException {
        if (windowLength < 0) {
            return null;
        }
        int from = windowLength - 1;
        while (true) {
            for (int index = from; index >= 0; index--) {
                if (window[index] == '\n') {
                    return take(index + 1, index);
                }
            }
            if (start == 0) {
                return take(0, -1);
            }
            if (windowLength >= longestLineBytes) {
                return take(0, 0);
            }
            from = readBlock() - 1;
        }
    }

    private String take(int lineStart, int newLength) {
        int length = windowLength - lineStart;
        windowLength = newLength;
        boolean carriageReturn = length > 0 && window[lineStart + length - 1] == '\r';
        return new String(window, lineStart, carriageReturn ? length - 1 : length, StandardCharsets.UTF_8);
    }

    /** Puts one more block before the window; returns how many bytes. */
    private int readBlock() throws IOException {
        int bytes = (int) Math.min(BLOCK_BYTES, start);
        byte[] larger = new byte[bytes + windowLength];
        ByteBuffer block = ByteBuffer.wrap(larger, 0, bytes);
        while (block.hasRemaining()) {
            int read = file.read(block, start - bytes + block.position());
            if (read < 0) {
                throw new IOException("the log was cut short while it was read");
            }
        }
        System.arraycopy(window, 0, larger, bytes, windowLength);
        window = larger;
        windowLength += bytes;
        start -= bytes;
        return bytes;
    }
}
