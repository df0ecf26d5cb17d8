package dev.vendaval.supervisor.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a worker that runs out of memory leaves beside its log: its heap, the newest of each slot. Not of large heaps
 * unless the topology's JVM options ask for it: while it is written the worker stands still. Stateless; any thread.
 */
public final class HeapDumps {
    /** Larger heaps take longer to be written than a worker may be silent (decision 0018). */
    static final long LARGEST_HEAP_BYTES = 2L << 30;

    private static final String PREFIX = "heap-";
    private static final String SUFFIX = ".hprof";

    private HeapDumps() {}

    /** The options of a worker's JVM; the topology's own come later and win. */
    static List<String> options(LaunchRequest request) {
        List<String> options = new ArrayList<>();
        if (request.heapBytes() <= LARGEST_HEAP_BYTES) {
            options.add("-XX:+HeapDumpOnOutOfMemoryError");
        }
        options.add("-XX:HeapDumpPath="
                + file(request.logFile(), request.incarnation().launchCount()));
        return options;
    }

    private static Path file(Path log, long launch) {
        return log.resolveSibling(PREFIX + launch + SUFFIX);
    }

    /** A JVM does not write over a file: one of an earlier worker with this launch count, when counts began anew, goes. */
    static void makeRoom(LaunchRequest request) throws IOException {
        Files.deleteIfExists(file(request.logFile(), request.incarnation().launchCount()));
    }

    /**
     * The heap of a worker that has ended, if it left it; those of earlier ones go then.
     *
     * @param log the worker's
     */
    public static Optional<Path> found(Path log, long launch) throws IOException {
        Path dump = file(log, launch);
        if (!Files.isRegularFile(dump)) {
            return Optional.empty();
        }
        Path directory = dump.toAbsolutePath().getParent();
        if (directory != null) {
            removeOthers(directory, dump);
        }
        return Optional.of(dump);
    }

    private static void removeOthers(Path directory, Path dump) throws IOException {
        List<Path> others;
        try (Stream<Path> inside = Files.list(directory)) {
            others = inside.filter(file -> file.getFileName().toString().matches(PREFIX + "\\d{1,18}\\" + SUFFIX))
                    .filter(file -> !file.getFileName().equals(dump.getFileName()))
                    .toList();
        }
        for (Path other : others) {
            Files.deleteIfExists(other);
        }
    }
}
