package dev.vendaval.tests.benchmarks.peer;

import dev.vendaval.tests.benchmarks.engine.Hosts;
import dev.vendaval.tests.topologies.chaos.Counting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Apache Storm on two hosts, in its default configuration but for the heap of the workers, which is Vendaval's default;
 * its topology has the same shape and the same numbered source. For one thread, but for {@link #close}.
 */
public final class StormHosts implements Hosts {
    private static final String SYSTEM = "storm";
    private static final String TOPOLOGY = "dev.vendaval.peers.storm.CountingTopology";
    private static final String REBALANCE = "org.apache.storm.command.Rebalance";

    private final Path assembled;
    private @Nullable StormCluster cluster;
    private int commands;
    private int killed;

    /**
     * Starts nothing yet.
     *
     * @param peers the directory {@code tests/benchmarks/peers}, in which Storm is assembled
     */
    public StormHosts(Path peers) {
        assembled = peers.resolve("storm").toAbsolutePath();
    }

    @Override
    public Set<Ability> abilities() {
        return Set.of();
    }

    @Override
    public String system() {
        return SYSTEM;
    }

    @Override
    public String version() {
        return StormEngine.VERSION;
    }

    @Override
    public void start(Path directory) throws IOException {
        if (!Files.exists(assembled.resolve(StormHome.TOPOLOGIES))) {
            throw new IllegalStateException(
                    "Storm is not assembled in " + assembled + "; run tests/benchmarks/peers/assemble");
        }
        StormCluster created = StormCluster.create(directory, assembled, COUNT);
        cluster = created;
        created.start();
    }

    @Override
    public void submit(String topology, Path tapes, int workers, int perSecond, int countTasks) throws IOException {
        if (countTasks != Counting.COUNT_TASKS) {
            throw new IllegalStateException("Storm's counting bolt has " + Counting.COUNT_TASKS + " tasks for good");
        }
        run(
                TOPOLOGY,
                List.of(
                        topology,
                        tapes.toString(),
                        String.valueOf(workers),
                        String.valueOf(perSecond),
                        "-Xmx" + StormSettings.HEAP));
    }

    @Override
    public Map<String, Object> rebalance(String topology, List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(topology, "-w", "0"));
        arguments.addAll(options);
        run(REBALANCE, arguments);
        return Map.of();
    }

    @Override
    public Map<String, Object> drain(String topology, boolean ofSource) {
        throw new IllegalStateException("Storm has no command that moves everything off a host");
    }

    private void run(String mainClass, List<String> arguments) throws IOException {
        cluster().run("command-" + ++commands, mainClass, arguments);
    }

    private StormCluster cluster() {
        return Objects.requireNonNull(cluster, "not started");
    }

    @Override
    public long killHost(String topology, long workerPid) {
        killed = cluster().hostOf(topology, workerPid);
        long began = System.nanoTime();
        cluster().killHost(topology, killed);
        return began;
    }

    @Override
    public void restartHost() throws IOException {
        cluster().restartHost(killed);
    }

    @Override
    public void remove(String topology) throws IOException {
        cluster().kill(topology);
    }

    @Override
    public void close() {
        StormCluster started = cluster;
        if (started != null) {
            cluster = null;
            started.processes().close();
        }
    }
}
