package dev.vendaval.tests.benchmarks.peer;

import dev.vendaval.tests.benchmarks.engine.Submission;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Apache Storm as a real cluster of its published jars: a development ZooKeeper, Nimbus and a supervisor by their main
 * classes, workers as the supervisor starts them. Submits and kills as {@code storm jar} and {@code storm kill} do.
 */
public final class StormEngine extends PeerEngine {
    /** Storm's defaults, with Vendaval's default heap for the workers. */
    public static final String DEFAULT = "storm-default";

    /** The best settings found for the kind of workload. */
    public static final String TUNED = "storm-tuned";

    static final String VERSION = "2.8.3";

    private @Nullable StormCluster cluster;

    /**
     * Starts nothing yet.
     *
     * @param peers the directory {@code tests/benchmarks/peers}, in which they are assembled
     */
    public StormEngine(Path peers) {
        super("Storm", VERSION, List.of(DEFAULT, TUNED), peers, "storm");
    }

    @Override
    public Map<String, Object> settings(String system, Workload workload) {
        return StormSettings.of(system, workload);
    }

    @Override
    public boolean runs(String system, Workload workload) {
        return true;
    }

    @Override
    List<String> parts() {
        return List.of(StormHome.TOPOLOGIES, StormHome.JARS + "/lib");
    }

    @Override
    PeerProcesses prepare(Path directory) throws IOException {
        StormCluster made = StormCluster.create(directory, assembled(), 1);
        cluster = made;
        return made.processes();
    }

    @Override
    void startDaemons() throws IOException {
        cluster().start();
    }

    /** Under a name of its own each time: Storm takes a while to forget one. */
    @Override
    public Submission submit(String system, Workload workload, Path tally) throws IOException {
        String topology = workload.scenario() + "-" + system + "-" + nextSubmission();
        List<String> arguments = new ArrayList<>(List.of(topology, tally.toString()));
        arguments.addAll(workload.toArguments());
        StormSettings.of(system, workload).forEach((key, value) -> arguments.add(key + "=" + value));
        cluster().run("submit-" + topology, "dev.vendaval.peers.storm.WorkloadTopology", arguments);
        return new Submitted(topology);
    }

    private StormCluster cluster() {
        return Objects.requireNonNull(cluster, "not started");
    }

    private final class Submitted implements Submission {
        private final String topology;

        Submitted(String topology) {
            this.topology = topology;
        }

        @Override
        public List<ProcessHandle> workers() {
            return cluster().workers(topology);
        }

        @Override
        public void stop() {
            try {
                cluster().kill(topology);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
