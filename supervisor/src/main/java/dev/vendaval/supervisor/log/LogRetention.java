package dev.vendaval.supervisor.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the logs of topologies that are gone once nothing was written to them for log.retention. A
 * worker's log directory goes as a whole. Stateless.
 */
public final class LogRetention {
    private static final Logger LOG = LoggerFactory.getLogger(LogRetention.class);

    private final Path root;
    private final Duration retention;

    /** Keeps logs below log.dir for that long. */
    public LogRetention(Path logDir, Duration retention) {
        this.root = logDir.resolve("workers");
        this.retention = retention;
    }

    /**
     * Removes what is too old.
     *
     * @param liveTopologyIds their logs stay whatever their age
     * @return the directories removed
     */
    public List<Path> apply(Instant now, Set<String> liveTopologyIds) throws IOException {
        Instant oldest = now.minus(retention);
        List<Path> removed = new ArrayList<>();
        for (Path topology : directories(root)) {
            if (!liveTopologyIds.contains(topology.getFileName().toString())) {
                removeOld(topology, oldest, removed);
            }
        }
        if (!removed.isEmpty()) {
            LOG.info("removed the logs of {} workers that are gone for over {}", removed.size(), retention);
        }
        return removed;
    }

    private static void removeOld(Path topology, Instant oldest, List<Path> removed) throws IOException {
        List<Path> slots = directories(topology);
        int left = slots.size();
        for (Path slot : slots) {
            if (lastWritten(slot).isBefore(oldest)) {
                delete(slot);
                removed.add(slot);
                left--;
            }
        }
        if (left == 0) {
            delete(topology);
        }
    }

    private static Instant lastWritten(Path slot) throws IOException {
        Instant last = Files.getLastModifiedTime(slot).toInstant();
        for (Path path : inside(slot)) {
            Instant written = Files.getLastModifiedTime(path).toInstant();
            last = written.isAfter(last) ? written : last;
        }
        return last;
    }

    private static void delete(Path directory) throws IOException {
        for (Path path : inside(directory)) {
            Files.deleteIfExists(path);
        }
    }

    /** The directory and all in it, innermost first. */
    private static List<Path> inside(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }

    private static List<Path> directories(Path parent) throws IOException {
        try (Stream<Path> inside = Files.list(parent)) {
            return inside.filter(Files::isDirectory).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
