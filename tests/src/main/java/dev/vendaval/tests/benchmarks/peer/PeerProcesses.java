package dev.vendaval.tests.benchmarks.peer;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The Java processes of a peer: those started here and those that they start, known by one argument, the mark, which all
 * of them have in their command lines. None outlives this process, also when it is interrupted. For one thread.
 */
final class PeerProcesses implements AutoCloseable {
    private static final Duration END = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Path logs;
    private final String mark;
    private final Map<String, String> environment;
    private final Thread lastResort = new Thread(this::destroyAll, "end-peer-processes");

    /**
     * @param logs an existing directory for what they say on their standard streams
     * @param mark an argument that names a directory of this run
     * @param environment added to this process's own
     */
    PeerProcesses(Path logs, String mark, Map<String, String> environment) {
        this.logs = logs;
        this.mark = mark;
        this.environment = Map.copyOf(environment);
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** The command that starts a JVM like this one with the mark. */
    List<String> java(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(mark);
        command.addAll(arguments);
        return command;
    }

    /** Starts one that goes on; its standard input stays open as long as this process lives. */
    Process start(String name, List<String> command) throws IOException {
        return start(name, command, Map.of());
    }

    /** The same with this in its environment instead of what is said for all. */
    Process start(String name, List<String> command, Map<String, String> own) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output(name).toFile());
        builder.environment().putAll(environment);
        builder.environment().putAll(own);
        return builder.start();
    }

    /** Runs one that ends by itself. */
    void run(String name, List<String> command, Duration atMost) throws IOException {
        Process process = start(name, command);
        boolean ended = false;
        try {
            ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the " + name, e);
        } finally {
            process.destroyForcibly();
        }
        if (!ended || process.exitValue() != 0) {
            throw new IllegalStateException("the " + name
                    + (ended
                            ? " ended with " + process.exitValue()
                            : " did not end within " + atMost.toSeconds() + " s")
                    + ", see " + output(name));
        }
    }

    /** Where a process's standard streams go. */
    Path output(String name) {
        return logs.resolve(name + ".out");
    }

    /** The live processes whose arguments, the mark among them, are as wanted. */
    List<ProcessHandle> find(Predicate<List<String>> wanted) {
        List<ProcessHandle> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                List<String> arguments = arguments(process);
                if (arguments.contains(mark) && wanted.test(arguments)) {
                    Optional<ProcessHandle> handle = ProcessHandle.of(
                            Long.parseLong(process.getFileName().toString()));
                    handle.filter(ProcessHandle::isAlive).ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the processes", e);
        }
        return found;
    }

    /** None for a process that has ended, or is another user's. ProcessHandle would cut long command lines. */
    private static List<String> arguments(Path process) {
        try {
            String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(line.split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Waits until no process is left whose arguments are as given; ends them by force when the time is over. */
    void awaitGone(String what, Predicate<List<String>> arguments, Duration atMost) {
        try {
            await(what + " to end")
                    .atMost(atMost)
                    .pollInterval(POLL)
                    .until(() -> find(arguments).isEmpty());
        } catch (ConditionTimeoutException e) {
            List<ProcessHandle> left = find(arguments);
            left.forEach(ProcessHandle::destroyForcibly);
            throw new IllegalStateException(
                    what + " did not end within " + atMost.toSeconds() + " s: "
                            + left.stream().map(ProcessHandle::pid).toList() + ", see " + logs,
                    e);
        }
    }

    private void destroyAll() {
        find(any -> true).forEach(ProcessHandle::destroyForcibly);
    }

    /** Ends all of them by force: what ends first may have been about to start another, so it is done until none is. */
    @Override
    public void close() {
        await("the processes with " + mark + " to end")
                .atMost(END)
                .pollInterval(POLL)
                .until(() -> {
                    destroyAll();
                    return find(any -> true).isEmpty();
                });
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }
}
