package dev.vendaval.supervisor.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of a log.
 *
 * @param lines the last wanted ones, in the order of the file
 * @param end where in the file a follower goes on
 * @param lastEntryWanted whether lines that continue the last entry are wanted
 */
record LogTail(List<String> lines, long end, boolean lastEntryWanted) {
    /** The last {@code count} lines of that owner, reading no more of the file than that takes. */
    static LogTail read(Path file, LineOwner owner, int count) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long end = channel.size();
            return new Scan(owner, count).run(new BackwardLines(channel, end), end);
        }
    }

    private static final class Scan {
        private final LineOwner owner;
        private final int count;
        private final Deque<String> wanted = new ArrayDeque<>();
        /** Lines after the entry line that is still to be found, the last ones of the file first. */
        private final List<String> continuation = new ArrayList<>();

        private @Nullable Boolean lastEntryWanted;

        Scan(LineOwner owner, int count) {
            this.owner = owner;
            this.count = count;
        }

        LogTail run(BackwardLines backward, long end) throws IOException {
            @Nullable String line = backward.next();
            while (line != null && (wanted.size() < count || lastEntryWanted == null)) {
                take(line);
                line = backward.next();
            }
            if (line == null) {
                flush(owner.isEveryone());
            }
            return new LogTail(List.copyOf(wanted), end, lastEntryWanted == null || lastEntryWanted);
        }

        private void take(String line) {
            if (owner.isEveryone()) {
                lastEntryWanted = true;
                add(line);
            } else if (LineOwner.beginsEntry(line)) {
                boolean isWanted = owner.wants(line);
                flush(isWanted);
                if (isWanted) {
                    add(line);
                }
            } else if (continuation.size() < count - wanted.size()) {
                continuation.add(line);
            }
        }

        private void flush(boolean isWanted) {
            if (lastEntryWanted == null) {
                lastEntryWanted = isWanted;
            }
            if (isWanted) {
                continuation.forEach(this::add);
            }
            continuation.clear();
        }

        private void add(String line) {
            if (wanted.size() < count) {
                wanted.addFirst(line);
            }
        }
    }
}
