package dev.vendaval.supervisor.disk;

import dev.vendaval.protocol.config.FreePorts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code <local.dir>/supervisor}, held by one supervisor at a time:
 *
 * <pre>
 *   lock                               held while a supervisor runs, with its process id
 *   id                                 made once
 *   slots                              the ports chosen for slots configured as 0, in order
 *   artifacts/SHA256.jar               see the artifact package
 *   retired/TOPOLOGY                   see {@link RetiredFiles}
 *   workers/TOPOLOGY/PORT/worker.pid   see {@link WorkerDirectories}
 * </pre>
 *
 * The class that makes ids and looks for free ports; used by the thread that starts the supervisor.
 */
public final class SupervisorDirectory implements AutoCloseable {
    private final Path directory;
    private final FileChannel lockChannel;

    private SupervisorDirectory(Path directory, FileChannel lockChannel) {
        this.directory = directory;
        this.lockChannel = lockChannel;
    }

    /**
     * Makes the directory if need be and takes its lock.
     *
     * @throws IOException also when another supervisor has it
     */
    public static SupervisorDirectory open(Path localDir) throws IOException {
        Path directory = localDir.resolve("supervisor");
        Files.createDirectories(directory);
        Path lock = directory.resolve("lock");
        FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            String holder = DurableFile.read(lock).orElse("");
            throw new IOException("another supervisor runs with local.dir " + localDir
                    + (holder.isEmpty() ? "" : " (process " + holder + ")")
                    + "; stop that one, or give each supervisor of a host a local.dir of its own");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
        return new SupervisorDirectory(directory, channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very process has it, as in local mode
        }
    }

    /**
     * The supervisor's id: {@code configured}, else the kept one, else a new one that is kept from now on.
     *
     * @throws IOException also if the kept one is lost while workers are assigned to it
     */
    public String id(@Nullable String configured) throws IOException {
        if (configured != null) {
            return configured;
        }
        Path file = directory.resolve("id");
        Optional<String> kept;
        try {
            kept = DurableFile.read(file);
        } catch (DurableFile.DamagedException e) {
            throw lostId(String.valueOf(e.getMessage()), e);
        }
        if (kept.isPresent()) {
            if (kept.get().isEmpty()) {
                throw lostId(file + " is damaged: it is empty", null);
            }
            return kept.get();
        }
        if (!workers().all().isEmpty()) {
            throw lostId(file + " is missing", null);
        }
        String id = UUID.randomUUID().toString();
        DurableFile.write(file, id);
        return id;
    }

    /** With another id the workers of this host would be taken for those of another supervisor, and ended. */
    private IOException lostId(String what, @Nullable Exception cause) {
        return new IOException(
                what + "; write the supervisor's id into it ('vendaval cluster' shows it), so that it finds its workers"
                        + " again, or remove " + directory + " to begin as a new supervisor without them",
                cause);
    }

    /**
     * The ports of the slots: those configured, each 0 replaced by a port that was free when it was
     * first asked for and is kept.
     *
     * @throws IOException also when two slots have one port
     */
    public List<Integer> slotPorts(List<Integer> configured, String host) throws IOException {
        Path file = directory.resolve("slots");
        List<Integer> kept = keptPorts(file);
        int wanted = (int) configured.stream().filter(port -> port == 0).count();
        List<Integer> chosen = new ArrayList<>(kept.subList(0, Math.min(wanted, kept.size())));
        if (chosen.size() < wanted) {
            chosen.addAll(FreePorts.choose(wanted - chosen.size(), host));
            DurableFile.write(file, chosen.stream().map(String::valueOf).collect(Collectors.joining(" ")));
        }
        Iterator<Integer> next = chosen.iterator();
        Set<Integer> ports = new LinkedHashSet<>();
        for (int port : configured) {
            int effective = port == 0 ? next.next() : port;
            if (!ports.add(effective)) {
                throw new IOException("supervisor.slots.ports has port " + effective
                        + " twice; give each slot a port of its own, or 0 for a free one");
            }
        }
        return List.copyOf(ports);
    }

    private static List<Integer> keptPorts(Path file) throws IOException {
        try {
            return DurableFile.read(file).map(SupervisorDirectory::ports).orElse(List.of());
        } catch (DurableFile.DamagedException e) {
            throw new IOException(
                    e.getMessage() + "; write the ports of the slots into it ('vendaval cluster' shows them), or remove"
                            + " it: free ports are chosen anew, and workers on others end",
                    e);
        }
    }

    private static List<Integer> ports(String text) {
        return Arrays.stream(text.split(" ", -1))
                .filter(word -> word.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .collect(Collectors.toList());
    }

    /** Where artifacts are kept. */
    public Path artifacts() {
        return directory.resolve("artifacts");
    }

    /** The directories of the workers. */
    public WorkerDirectories workers() {
        return new WorkerDirectories(directory.resolve("workers"));
    }

    /** What is kept of dead workers. */
    public RetiredFiles retired() {
        return new RetiredFiles(directory.resolve("retired"));
    }

    /** Lets the lock go. */
    @Override
    public void close() throws IOException {
        lockChannel.close();
    }
}
