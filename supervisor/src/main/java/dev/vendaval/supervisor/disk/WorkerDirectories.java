package dev.vendaval.supervisor.disk;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One directory per topology and slot, from the first launch until the slot has no more to do with
 * the topology:
 *
 * <pre>
 *   workers/TOPOLOGY/PORT/worker.pid   the running worker's process id
 *   workers/TOPOLOGY/PORT/launches     launch count of the last incarnation, on disk before it starts
 * </pre>
 */
public final class WorkerDirectories {
    private final Path root;

    WorkerDirectories(Path root) {
        this.root = root;
    }

    /** A worker directory that exists. */
    public record Found(String topologyId, int port, Path path) {}

    /** Where the worker of this topology and slot has its files. */
    public Path path(String topologyId, int port) {
        return root.resolve(topologyId).resolve(Integer.toString(port));
    }

    /** Counts one more launch, on disk before it returns. */
    public long nextLaunch(String topologyId, int port) throws IOException {
        Path directory = path(topologyId, port);
        Files.createDirectories(directory);
        Path file = directory.resolve("launches");
        String last = DurableFile.read(file).orElse("0");
        if (!last.matches("\\d{1,18}")) {
            throw new IOException(file + " holds '" + last + "' and not a launch count; remove it if no worker runs");
        }
        long launch = Long.parseLong(last) + 1;
        DurableFile.write(file, Long.toString(launch));
        return launch;
    }

    /** Notes the process id of the running worker. */
    public void writePid(String topologyId, int port, long pid) throws IOException {
        DurableFile.write(path(topologyId, port).resolve("worker.pid"), Long.toString(pid));
    }

    /** The process id last noted and not removed. */
    public Optional<Long> pid(Found found) throws IOException {
        return DurableFile.read(found.path().resolve("worker.pid"))
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong);
    }

    /** The worker is gone; its launch count stays. */
    public void removePid(String topologyId, int port) throws IOException {
        Files.deleteIfExists(path(topologyId, port).resolve("worker.pid"));
    }

    /** Removes the worker's directory, and the topology's if that was its last. */
    public void remove(String topologyId, int port) throws IOException {
        Path directory = path(topologyId, port);
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(directory)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
        try {
            Files.deleteIfExists(root.resolve(topologyId));
        } catch (DirectoryNotEmptyException e) {
            return; // another slot of this host works for the topology
        }
    }

    /** All worker directories there are. */
    public List<Found> all() throws IOException {
        List<Found> found = new ArrayList<>();
        for (Path topology : list(root)) {
            for (Path slot : list(topology)) {
                String port = slot.getFileName().toString();
                if (port.matches("\\d{1,5}")) {
                    found.add(new Found(topology.getFileName().toString(), Integer.parseInt(port), slot));
                }
            }
        }
        return found;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> inside = Files.list(directory)) {
            return inside.filter(Files::isDirectory).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}
