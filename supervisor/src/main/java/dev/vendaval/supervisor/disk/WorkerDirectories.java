package dev.vendaval.supervisor.disk;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.service.NimbusAddressFile;
import dev.vendaval.protocol.service.SupervisorAddressFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One directory per topology and slot, from the first launch until the slot has no more to do with
 * the topology:
 *
 * <pre>
 *   workers/TOPOLOGY/PORT/worker.pid           the running worker's process id, for people and tools
 *   workers/TOPOLOGY/PORT/worker.process       the running worker, for a supervisor that comes after a crash of this one
 *   workers/TOPOLOGY/PORT/supervisor.address   where the worker finds its supervisor
 *   workers/TOPOLOGY/PORT/launches             launch count of the last incarnation, on disk before it starts
 * </pre>
 */
public final class WorkerDirectories {
    private static final String PID = "worker.pid";
    private static final String RECORD = "worker.process";

    private static final Logger LOG = LoggerFactory.getLogger(WorkerDirectories.class);

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

    /** Whether no worker was ever launched with them. */
    public boolean areUnused() {
        return Files.notExists(root);
    }

    /** Launches of this slot may have been counted elsewhere. */
    public void expectEarlierLaunches(String topologyId, int port) throws IOException {
        Files.createDirectories(path(topologyId, port));
    }

    /**
     * Counts one more launch, on disk before it returns. Where the count so far is lost, it goes on from the seconds of
     * the clock: there were fewer launches than that, and no incarnation may come twice.
     */
    public long nextLaunch(String topologyId, int port, Instant now) throws IOException {
        Path directory = path(topologyId, port);
        boolean first = Files.notExists(directory);
        Files.createDirectories(directory);
        Path file = directory.resolve("launches");
        OptionalLong last = first ? OptionalLong.of(0) : count(file);
        long launch = last.isPresent() ? last.getAsLong() + 1 : now.getEpochSecond();
        if (last.isEmpty()) {
            LOG.warn("{} is missing or damaged; the launch count goes on from {}, taken from the clock", file, launch);
        }
        DurableFile.write(file, Long.toString(launch));
        return launch;
    }

    /** Empty if it is not whole. */
    private static OptionalLong count(Path file) throws IOException {
        try {
            return DurableFile.read(file)
                    .filter(text -> text.matches("\\d{1,18}"))
                    .map(text -> OptionalLong.of(Long.parseLong(text)))
                    .orElse(OptionalLong.empty());
        } catch (DurableFile.DamagedException e) {
            return OptionalLong.empty();
        }
    }

    /** Tells the worker where its supervisor is, now and whenever it connects again. */
    public void writeSupervisor(String topologyId, int port, HostPort supervisor) throws IOException {
        DurableFile.write(SupervisorAddressFile.in(path(topologyId, port)), supervisor.toString());
    }

    /** Tells the worker which Nimbuses there are, for when its supervisor is gone. */
    public void writeNimbuses(String topologyId, int port, List<HostPort> nimbuses) throws IOException {
        DurableFile.write(NimbusAddressFile.in(path(topologyId, port)), NimbusAddressFile.text(nimbuses));
    }

    /** Notes the running worker. */
    public void writeRecord(String topologyId, int port, WorkerRecord worker) throws IOException {
        Path directory = path(topologyId, port);
        DurableFile.write(directory.resolve(RECORD), worker.text());
        DurableFile.write(directory.resolve(PID), Long.toString(worker.pid()));
    }

    /** The worker last noted and not removed, if what was noted is whole. */
    public Optional<WorkerRecord> record(Found found) throws IOException {
        return DurableFile.read(found.path().resolve(RECORD)).flatMap(WorkerRecord::of);
    }

    /** The worker is gone; its launch count stays. */
    public void removeRecord(String topologyId, int port) throws IOException {
        Files.deleteIfExists(path(topologyId, port).resolve(RECORD));
        Files.deleteIfExists(path(topologyId, port).resolve(PID));
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
