package dev.vendaval.tests.chaos;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A daemon of the cluster under test, as a service manager holds it: it can be killed and started again with the same
 * command. The output of each start is kept. Used by the thread of the test.
 */
final class Service implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(60);
    private static final Duration GONE = Duration.ofSeconds(10);

    private final String name;
    private final List<String> command;
    private final Path directory;
    private Process process;
    private int starts;

    private Service(String name, List<String> command, Path directory) throws IOException {
        this.name = name;
        this.command = command;
        this.directory = directory;
        this.process = launch();
    }

    /** Starts it for the first time; returns at once. */
    static Service start(String name, List<String> command, Path directory) throws IOException {
        return new Service(name, command, directory);
    }

    private Process launch() throws IOException {
        starts++;
        return new ProcessBuilder(command)
                .redirectOutput(output("out").toFile())
                .redirectError(output("err").toFile())
                .start();
    }

    private Path output(String stream) {
        return directory.resolve(name + "-" + starts + "." + stream);
    }

    /** Starts it again after {@link #kill}; returns at once. */
    void restart() throws IOException {
        if (process.isAlive()) {
            throw new IllegalStateException(name + " is still running");
        }
        process = launch();
    }

    /** Waits for its line {@code ready: ...}. */
    void awaitReady() {
        Path out = output("out");
        await(name + " is ready, see " + out)
                .atMost(READY)
                .pollInterval(Duration.ofMillis(20))
                .failFast(name + " ended, see " + output("err"), () -> !process.isAlive())
                .until(() -> Files.readString(out).contains("ready: "));
    }

    String name() {
        return name;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** By SIGKILL; returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(GONE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " (pid " + pid() + ") is not gone " + GONE + " after SIGKILL");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while killing " + name, e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
