package dev.vendaval.tests.benchmarks.peer;

import dev.vendaval.tests.benchmarks.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A peer that {@code tests/benchmarks/peers/assemble} has put together: its cluster is nothing but processes of this
 * engine, from {@link #start} until {@link #close}. For one thread.
 */
abstract sealed class PeerEngine implements Engine permits StormEngine, FlinkEngine {
    private final String name;
    private final String version;
    private final List<String> systems;
    private final Path assembled;
    private @Nullable PeerProcesses processes;
    private int submissions;

    /**
     * Starts nothing yet.
     *
     * @param peers the directory {@code tests/benchmarks/peers}
     * @param directory in it, in which this one is assembled
     */
    PeerEngine(String name, String version, List<String> systems, Path peers, String directory) {
        this.name = name;
        this.version = version;
        this.systems = List.copyOf(systems);
        this.assembled = peers.resolve(directory).toAbsolutePath();
    }

    @Override
    public final List<String> systems() {
        return systems;
    }

    @Override
    public final String version() {
        return version;
    }

    @Override
    public final void start(Path directory) throws IOException {
        for (String part : parts()) {
            if (!Files.exists(assembled.resolve(part))) {
                throw new IllegalStateException(
                        name + " is not assembled in " + assembled + "; run tests/benchmarks/peers/assemble");
            }
        }
        processes = prepare(directory);
        startDaemons();
    }

    /** What must be there before anything can be started, below the directory in which it is assembled. */
    abstract List<String> parts();

    /** Makes what a cluster needs in a directory of its own, and says how its processes are known. Starts none. */
    abstract PeerProcesses prepare(Path directory) throws IOException;

    /** Starts what has to run before anything is submitted, and waits until it does. */
    abstract void startDaemons() throws IOException;

    final Path assembled() {
        return assembled;
    }

    final PeerProcesses processes() {
        return Objects.requireNonNull(processes, "not started");
    }

    /** Another number for each submission. */
    final int nextSubmission() {
        return ++submissions;
    }

    @Override
    public final void close() {
        if (processes != null) {
            processes.close();
            processes = null;
        }
    }
}
