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
    private final List<Daemon> daemons = new ArrayList<>();
    private final List<Path> supervisorDirectories = new ArrayList<>();
    private @Nullable FileChannel lock;

    /** A process, and what to start it with again. */
    private record Daemon(String role, List<String> arguments, DaemonProcess process) {}

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
        HostPort zooKeeper = startZooKeeper();
        config.put("zookeeper.servers", List.of(zooKeeper.toString()));
        config.put("nimbus.host", HOST);
        config.put("nimbus.port", 0);
        write(config);
        HostPort nimbus = awaitReady(launch("nimbus", "nimbus", List.of("nimbus")));
        config.put("nimbus.port", nimbus.port());
        config.put("nimbus.seeds", List.of(nimbus.toString()));
        write(config);
        List<Daemon> started = new ArrayList<>();
        for (int number = 1; number <= supervisors; number++) {
            started.add(launch("supervisor", "supervisor-" + number, supervisorArguments(number, slots)));
        }
        for (Daemon supervisor : started) {
            awaitReady(supervisor);
        }
        return nimbus;
    }

    /** On a free port, which it has again when it is started again. */
    private HostPort startZooKeeper() throws IOException {
        Daemon started = launch("zookeeper", "zookeeper", zooKeeperArguments(0));
        HostPort address = awaitReady(started);
        replace(started, new Daemon(started.role(), zooKeeperArguments(address.port()), started.process()));
        return address;
    }

    private static List<String> zooKeeperArguments(int port) {
        return List.of("dev-zookeeper", "--port", String.valueOf(port));
    }

    private void replace(Daemon before, Daemon after) {
        daemons.set(daemons.indexOf(before), after);
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

    private Daemon launch(String role, String name, List<String> arguments) throws IOException {
        session.progress("starting " + name);
        Files.deleteIfExists(DaemonProcess.errorFile(directory, name));
        Daemon daemon = new Daemon(role, arguments, process(role, name, arguments));
        daemons.add(daemon);
        return daemon;
    }

    private DaemonProcess process(String role, String name, List<String> arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--config", configFile().toString()));
        all.addAll(arguments);
        return DaemonProcess.start(role, name, directory, all);
    }

    private HostPort awaitReady(Daemon daemon) {
        DaemonProcess process = daemon.process();
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

    /** How those ended that have died although nobody stopped them. */
    List<String> ends() {
        return dead().stream().map(daemon -> daemon.process().end()).toList();
    }

    private List<Daemon> dead() {
        return daemons.stream().filter(daemon -> !daemon.process().isAlive()).toList();
    }

    boolean allAreDead() {
        return dead().size() == daemons.size();
    }

    /**
     * Starts those again that have died, as they were, and says so when they serve.
     *
     * @throws CommandFailure if one has ended that was started again and did not serve yet
     */
    void restartTheDead() throws IOException {
        for (Daemon before : dead()) {
            String name = before.process().name();
            if (!before.process().hasServed()) {
                throw CommandFailure.of(
                        Code.INTERNAL,
                        "did not start again: " + before.process().obituary(),
                        "all of it was stopped, workers too; logs are in " + directory);
            }
            session.progress(before.process().end() + "; starting it again");
            Daemon after =
                    new Daemon(before.role(), before.arguments(), process(before.role(), name, before.arguments()));
            replace(before, after);
            after.process().ready().thenRun(() -> session.progress(name + " serves again"));
        }
    }

    /** Stops everything, last started first, so that each can still reach what it depends on. */
    @Override
    public void close() {
        List<Daemon> lastFirst = new ArrayList<>(daemons);
        Collections.reverse(lastFirst);
        lastFirst.forEach(daemon -> daemon.process().stop());
        daemons.clear();
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
