package dev.vendaval.tests.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A {@code vendaval} command that serves in the foreground, as a service manager runs it. Closing stops it in order. */
public final class Daemon implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final String address;

    private Daemon(String name, Process process, String address) {
        this.name = name;
        this.process = process;
        this.address = address;
    }

    /**
     * Starts one and returns when it serves.
     *
     * @param directory for its output
     * @param options put before the command
     */
    public static Daemon start(String name, Path directory, Path configuration, List<String> options, String... command)
            throws IOException {
        List<String> all = new ArrayList<>(List.of("--config", configuration.toString()));
        all.addAll(options);
        Path out = directory.resolve(name + ".out");
        Path err = directory.resolve(name + ".err");
        Process process = new Cli(Distribution.vendavalForShortLives(), all, directory).start(out, err, command);
        try {
            String ready = await(name + " is ready, see " + err)
                    .atMost(START)
                    .pollInterval(Duration.ofMillis(50))
                    .failFast(name + " ended, see " + err, () -> !process.isAlive())
                    .until(() -> readyLine(out), Optional::isPresent)
                    .orElseThrow();
            return new Daemon(name, process, ready.substring(ready.lastIndexOf(' ') + 1));
        } catch (RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Optional<String> readyLine(Path out) throws IOException {
        return Files.readAllLines(out).stream()
                .filter(line -> line.startsWith("ready: "))
                .findFirst();
    }

    /** Where it serves. */
    public String address() {
        return address;
    }

    /** kill -9: it has no time for anything. */
    public void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " does not go away");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while killing " + name, e);
        }
    }

    /** Stops it in order; nothing happens if it is gone. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(name + " did not stop within " + STOP);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while stopping " + name, e);
        }
    }
}
