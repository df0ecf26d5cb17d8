package dev.vendaval.cli.daemon;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.output.Json;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.supervisor.launch.LeftWorkers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A whole cluster as child processes: ZooKeeper, Nimbus, supervisors, each on free ports of the loopback address. Owned
 * by the main thread. Everything it writes is under one directory.
 */
final class DevCluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int READY_SECONDS = 60;

    /** More than the default of topology.cleanup.timeout. */
    private static final Duration WORKER_PATIENCE = Duration.ofSeconds(10);

    private final Session session;
    private final Foreground foreground;
    private final Path directory;
    private final List<DaemonProcess> processes = new ArrayList<>();
    private final List<Path> supervisorDirectories = new ArrayList<>();
    private @Nullable FileChannel lock;

    DevCluster(Session session, Foreground foreground, Path directory) {
        this.session = session;
        this.foreground = foreground;
        this.directory = directory;
    }

    Path configFile() {
        return directory.resolve("vendaval.yaml");
    }

    /** Starts everything; returns Nimbus's address when all of it serves. */
    HostPort start(int supervisors, int slots) throws IOException {
        Files.createDirectories(directory);
        lock = lock();
        Map<String, Object> config = new LinkedHashMap<>(session.configuration().values());
        config.put("local.dir", directory.toString());
        config.put("log.dir", directory.resolve("logs").toString());
        write(config);
        HostPort zooKeeper = awaitReady(launch("zookeeper", "zookeeper", List.of("dev-zookeeper", "--port", "0")));
        config.put("zookeeper.servers", List.of(zooKeeper.toString()));
        config.put("nimbus.host", HOST);
        config.put("nimbus.port", 0);
        write(config);
        HostPort nimbus = awaitReady(launch("nimbus", "nimbus", List.of("nimbus")));
        config.put("nimbus.port", nimbus.port());
        config.put("nimbus.seeds", List.of(nimbus.toString()));
        write(config);
        List<DaemonProcess> started = new ArrayList<>();
        for (int number = 1; number <= supervisors; number++) {
            started.add(launch("supervisor", "supervisor-" + number, supervisorArguments(number, slots)));
        }
        for (DaemonProcess supervisor : started) {
            awaitReady(supervisor);
        }
        return nimbus;
    }

    /** Before anything is written: a second cluster would overwrite what the first one lives on. */
    private FileChannel lock() throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("dev.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw CommandFailure.of(
                    Code.CONFIG,
                    "another vendaval dev runs in " + directory,
                    "use that one: vendaval --config " + configFile() + " list; or give this one a --dir of its own");
        }
        return channel;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // this very process has it
        }
    }

    private List<String> supervisorArguments(int number, int slots) {
        Path ownDirectory = directory.resolve("supervisor-" + number);
        supervisorDirectories.add(ownDirectory);
        List<String> arguments = new ArrayList<>();
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("supervisor.host", HOST);
        keys.put("supervisor.port", 0);
        keys.put("supervisor.id", "supervisor-" + number);
        keys.put("supervisor.slots.ports", Collections.nCopies(slots, 0));
        keys.put("local.dir", ownDirectory);
        keys.put("log.dir", ownDirectory.resolve("logs"));
        keys.forEach((key, value) -> arguments.addAll(List.of("-c", key + "=" + value)));
        arguments.add("supervisor");
        return arguments;
    }

    private void write(Map<String, Object> config) throws IOException {
        StringBuilder text = new StringBuilder("# Written by vendaval dev.\n");
        // A JSON value is a YAML value.
        config.forEach((key, value) ->
                text.append(key).append(": ").append(Json.write(value)).append('\n'));
        Files.writeString(configFile(), text);
    }

    private DaemonProcess launch(String role, String name, List<String> arguments) throws IOException {
        session.progress("starting " + name);
        List<String> all = new ArrayList<>(List.of("--config", configFile().toString()));
        all.addAll(arguments);
        DaemonProcess process = DaemonProcess.start(role, name, directory, all);
        processes.add(process);
        return process;
    }

    private HostPort awaitReady(DaemonProcess process) {
        try {
            return process.ready().get(READY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            // Its output has ended; the process itself may need a moment more.
            foreground.stopsWithin(200);
            throw failed("did not start: " + process.obituary(), e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw failed(process.name() + " is not ready after " + READY_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted while starting " + process.name(), e);
        }
    }

    private CommandFailure failed(String message, Exception cause) {
        return CommandFailure.of(Code.INTERNAL, message, "logs are in " + directory, cause);
    }

    /** One that has died although nobody stopped it. */
    Optional<DaemonProcess> dead() {
        return processes.stream().filter(process -> !process.isAlive()).findFirst();
    }

    /** Stops everything, last started first, so that each can still reach what it depends on. */
    @Override
    public void close() {
        List<DaemonProcess> lastFirst = new ArrayList<>(processes);
        Collections.reverse(lastFirst);
        lastFirst.forEach(DaemonProcess::stop);
        processes.clear();
        supervisorDirectories.forEach(this::endLeftWorkers);
        supervisorDirectories.clear();
        unlock();
    }

    /** A supervisor that was killed has not stopped its workers, and here none follows that would adopt them. */
    private void endLeftWorkers(Path localDir) {
        try {
            int ended = LeftWorkers.end(localDir, WORKER_PATIENCE);
            if (ended > 0) {
                session.progress("ended " + ended + (ended == 1 ? " worker" : " workers") + " left by "
                        + localDir.getFileName());
            }
        } catch (IOException e) {
            session.warn("workers of " + localDir.getFileName() + " may be left: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            session.warn("interrupted; workers of " + localDir.getFileName() + " may be left");
        }
    }

    private void unlock() {
        FileChannel held = lock;
        lock = null;
        if (held != null) {
            try {
                held.close();
            } catch (IOException e) {
                // The lock ends with this process in any case.
                session.progress("the lock of " + directory + " could not be released: " + e.getMessage());
            }
        }
    }
}
