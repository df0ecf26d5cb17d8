package dev.vendaval.cli.daemon;

import dev.vendaval.cli.archive.Archives;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.supervisor.archive.ClassArchive;
import dev.vendaval.supervisor.launch.JvmFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A daemon as a child process of {@code vendaval dev}. A thread of its own reads what it prints, for the ready line; its
 * stderr goes to a file.
 */
final class DaemonProcess {
    private static final String READY = "ready: ";
    private static final int STOP_SECONDS = 60;
    private static final int SHOWN_ERROR_LINES = 20;

    /** The exit value of a process that a signal ended is this and the number of the signal. */
    private static final int SIGNALLED = 128;

    private static final int HIGHEST_SIGNAL = 64;

    private static final Map<Integer, String> SIGNAL_NAMES =
            Map.of(1, "SIGHUP", 2, "SIGINT", 6, "SIGABRT", 9, "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");

    private final String name;
    private final Process process;
    private final Path errorFile;
    private final CompletableFuture<HostPort> ready = new CompletableFuture<>();

    private DaemonProcess(String name, Process process, Path errorFile) {
        this.name = name;
        this.process = process;
        this.errorFile = errorFile;
    }

    /**
     * Starts one.
     *
     * @param role on its command line, for people who look for it with ps
     * @param name for messages and for its error file, which what it says is appended to
     * @param arguments of the vendaval command
     */
    static DaemonProcess start(String role, String name, Path directory, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmFlags.ofEvery(Runtime.version().feature()));
        command.addAll(Archives.options());
        command.addAll(Archives.place());
        command.add("-Dvendaval.role=" + role);
        command.add("-D" + Foreground.ENDS_WITH_PARENT + "=true");
        String home = System.getProperty("vendaval.home");
        if (home != null) {
            command.add("-Dvendaval.home=" + home);
        }
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-Xmx512m"));
        command.add("dev.vendaval.cli.Vendaval");
        command.addAll(arguments);
        Path errorFile = errorFile(directory, name);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.appendTo(errorFile.toFile()));
        // As variable, as bin/vendaval does: the command line stays short enough to be read.
        builder.environment().put("CLASSPATH", ClassArchive.absolute(System.getProperty("java.class.path")));
        Process process = builder.start(); // its standard input stays open for as long as this process lives
        DaemonProcess daemon = new DaemonProcess(name, process, errorFile);
        Thread reader = new Thread(daemon::readOutput, name + "-output");
        reader.setDaemon(true);
        reader.start();
        return daemon;
    }

    static Path errorFile(Path directory, String name) {
        return directory.resolve(name + ".err");
    }

    /** As bin/vendaval: what gRPC and protobuf do is still allowed there, but warned of on every start. */
    static List<String> allowed(int javaFeature) {
        return JvmFlags.allowed(javaFeature);
    }

    private void readOutput() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(HostPort.parse(line.substring(line.lastIndexOf(' ') + 1)));
                }
            }
            ready.completeExceptionally(new IOException(name + " ended before it was ready"));
        } catch (IOException | IllegalArgumentException e) {
            ready.completeExceptionally(e);
        }
    }

    String name() {
        return name;
    }

    /** Completes with its address, or exceptionally when it ends before. */
    CompletableFuture<HostPort> ready() {
        return ready;
    }

    boolean hasServed() {
        return ready.isDone() && !ready.isCompletedExceptionally();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** How it ended. */
    String end() {
        String who = name + " (process " + process.pid() + ")";
        return process.isAlive() ? who + " has not ended" : who + end(process.exitValue());
    }

    static String end(int exitValue) {
        int signal = exitValue - SIGNALLED;
        if (signal < 1 || signal > HIGHEST_SIGNAL) {
            return " ended with exit code " + exitValue;
        }
        String signalName = SIGNAL_NAMES.get(signal);
        return " was ended by " + (signalName == null ? "signal " + signal : signalName);
    }

    /** How it ended and the last it said. */
    String obituary() {
        return end() + errorTail();
    }

    private String errorTail() {
        try {
            List<String> lines = Files.readAllLines(errorFile);
            int from = Math.max(0, lines.size() - SHOWN_ERROR_LINES);
            String tail = String.join(System.lineSeparator(), lines.subList(from, lines.size()));
            return tail.isBlank() ? "" : ":" + System.lineSeparator() + tail;
        } catch (IOException e) {
            return " (" + errorFile + " cannot be read: " + e.getMessage() + ")";
        }
    }

    /** Asks it to end, then makes it. */
    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
