package dev.vendaval.supervisor.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is appended to a log from a position on. A file that has become shorter, or another file
 * of the same name, is read from its beginning. Used by one thread; holds one block, no open file.
 */
final class LogFollower {
    private final Path file;
    private final LineOwner owner;
    private final ByteBuffer block = ByteBuffer.allocate(BackwardLines.BLOCK_BYTES);
    private long position;
    private boolean entryWanted;
    private @Nullable Object fileKey;

    private LogFollower(Path file, LineOwner owner, long position, boolean entryWanted) {
        this.file = file;
        this.owner = owner;
        this.position = position;
        this.entryWanted = entryWanted;
    }

    /** Gives out the last lines and returns a follower that goes on from there. */
    static LogFollower after(Path file, LineOwner owner, int lines, Consumer<String> sink) throws IOException {
        @Nullable Object key = key(file);
        LogTail tail = LogTail.read(file, owner, lines);
        tail.lines().forEach(sink);
        LogFollower follower = new LogFollower(file, owner, tail.end(), tail.lastEntryWanted());
        follower.fileKey = key;
        return follower;
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** Gives out the lines that are new and whole; returns whether there were any. */
    boolean poll(Consumer<String> sink) throws IOException {
        @Nullable Object key;
        try {
            key = key(file);
        } catch (NoSuchFileException e) {
            return false; // between two files of this name
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < position || !Objects.equals(key, fileKey)) {
                position = 0;
                entryWanted = owner.isEveryone();
                fileKey = key;
            }
            boolean any = false;
            while (pollBlock(channel, sink)) {
                any = true;
            }
            return any;
        }
    }

    private boolean pollBlock(FileChannel channel, Consumer<String> sink) throws IOException {
        block.clear();
        int read = channel.read(block, position);
        int used = 0;
        for (int index = 0; index < read; index++) {
            if (block.get(index) == '\n') {
                take(used, index, sink);
                used = index + 1;
            }
        }
        if (used == 0 && read == block.capacity()) {
            take(0, read, sink); // a line longer than a block comes in pieces
            used = read;
        }
        position += used;
        return used > 0;
    }

    private void take(int from, int to, Consumer<String> sink) {
        boolean carriageReturn = to > from && block.get(to - 1) == '\r';
        String line = new String(block.array(), from, (carriageReturn ? to - 1 : to) - from, StandardCharsets.UTF_8);
        if (LineOwner.beginsEntry(line)) {
            entryWanted = owner.wants(line);
        }
        if (entryWanted) {
            sink.accept(line);
        }
    }
}
