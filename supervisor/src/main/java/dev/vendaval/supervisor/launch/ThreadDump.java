package dev.vendaval.supervisor.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Writes down what the threads of another JVM do: with jcmd into a file beside its log, or, where Java comes without
 * jcmd, by the signal that makes a JVM print them into its log. Stateless; blocks for a bounded time.
 */
public final class ThreadDump {
    /** Of one slot; a worker that hangs again and again must not fill the disk. */
    static final int MOST_FILES = 10;

    private static final String PREFIX = "threads-";
    private static final String SUFFIX = ".txt";

    private final Path jcmd;
    private final Duration limit;

    /** With the tools of that Java. */
    public ThreadDump(Path javaHome, Duration limit) {
        this.jcmd = javaHome.resolve("bin").resolve("jcmd");
        this.limit = limit;
    }

    /**
     * Writes them down.
     *
     * @param log the worker's
     * @return where they are, or why they are not, as part of a sentence for the user
     */
    public String write(long pid, Path log, long launch) throws InterruptedException {
        if (ProcessBirth.isStopped(pid)) {
            return "its process is stopped (SIGSTOP)";
        }
        try {
            return Files.isExecutable(jcmd) ? byTool(pid, log, launch) : bySignal(pid, log);
        } catch (IOException e) {
            return "what its threads did could not be had: " + e.getMessage();
        }
    }

    private String byTool(long pid, Path log, long launch) throws IOException, InterruptedException {
        Path file = log.resolveSibling(PREFIX + launch + SUFFIX);
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            removeOld(directory);
        }
        Process tool = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "Thread.print", "-l")
                .redirectErrorStream(true)
                .redirectOutput(file.toFile())
                .start();
        if (!tool.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            tool.destroyForcibly();
            return "what its threads did could not be had: it does not answer jcmd";
        }
        return (tool.exitValue() == 0 ? "what its threads did is in " : "what its threads did could not be had, see ")
                + file;
    }

    private static void removeOld(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> inside = Files.list(directory)) {
            files = inside.filter(ThreadDump::isDump)
                    .sorted(Comparator.comparingLong(ThreadDump::launch).reversed())
                    .toList();
        }
        for (Path old : files.subList(Math.min(MOST_FILES - 1, files.size()), files.size())) {
            Files.deleteIfExists(old);
        }
    }

    private static boolean isDump(Path file) {
        return file.getFileName().toString().matches(PREFIX + "\\d{1,18}\\" + SUFFIX);
    }

    private static long launch(Path file) {
        String name = file.getFileName().toString();
        return Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
    }

    private String bySignal(long pid, Path log) throws IOException, InterruptedException {
        Process signal = new ProcessBuilder("kill", "-QUIT", Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!signal.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            signal.destroyForcibly();
        }
        return "what its threads did is in " + log + ", if it could still say";
    }
}
