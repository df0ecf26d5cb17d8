package dev.vendaval.tests.benchmarks.peer;

import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.benchmarks.engine.Submission;
import dev.vendaval.tests.benchmarks.workload.Workload;
import dev.vendaval.tests.harness.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;
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

    private static final String VERSION = "2.8.3";
    private static final String WORKER = "org.apache.storm.daemon.worker.Worker";
    private static final String LOG_WRITER = "org.apache.storm.LogWriter";
    private static final Duration DAEMON = Duration.ofSeconds(60);
    private static final Duration COMMAND = Duration.ofSeconds(60);
    private static final Duration WORKERS_END = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    private @Nullable StormHome home;

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
        StormHome made = StormHome.create(directory, assembled());
        home = made;
        return new PeerProcesses(
                made.logs(),
                made.mark(),
                Map.of(
                        "STORM_CONF_DIR",
                        made.configuration().toString(),
                        "JAVA_HOME",
                        System.getProperty("java.home")));
    }

    @Override
    void startDaemons() throws IOException {
        startDaemon("zookeeper", "org.apache.storm.command.DevZookeeper", "256m", home().zooKeeperPort());
        startDaemon("nimbus", "org.apache.storm.daemon.nimbus.Nimbus", "1024m", home().nimbusPort());
        startDaemon("supervisor", "org.apache.storm.daemon.supervisor.Supervisor", "256m", home().supervisorPort());
    }

    private void startDaemon(String name, String mainClass, String heap, int port) throws IOException {
        Process daemon = processes().start(name, processes().java(home().daemon(name, mainClass, heap)));
        try {
            await("Storm's " + name + " on port " + port)
                    .atMost(DAEMON)
                    .pollInterval(POLL)
                    .failFast("Storm's " + name + " ended, see " + home().logs(), () -> !daemon.isAlive())
                    .until(() -> FreePorts.isOpen(port));
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(
                    "Storm's " + name + " did not open port " + port + ", see " + home().logs(), e);
        }
    }

    /** Under a name of its own each time: Storm takes a while to forget one. */
    @Override
    public Submission submit(String system, Workload workload, Path tally) throws IOException {
        String topology = workload.scenario() + "-" + system + "-" + nextSubmission();
        List<String> arguments = new ArrayList<>(List.of(topology, tally.toString()));
        arguments.addAll(workload.toArguments());
        StormSettings.of(system, workload).forEach((key, value) -> arguments.add(key + "=" + value));
        run("submit-" + topology, "dev.vendaval.peers.storm.WorkloadTopology", arguments);
        return new Submitted(topology);
    }

    private void run(String name, String mainClass, List<String> arguments) throws IOException {
        processes().run(name, processes().java(home().client(mainClass, arguments)), COMMAND);
    }

    private StormHome home() {
        return Objects.requireNonNull(home, "not started");
    }

    /** Whether arguments are those of a worker of the topology, or of the log writer that starts it. */
    static Predicate<List<String>> partOf(String topology) {
        return arguments -> {
            int main = arguments.lastIndexOf(WORKER);
            return main >= 0
                    && main + 1 < arguments.size()
                    && arguments.get(main + 1).startsWith(topology + "-");
        };
    }

    private final class Submitted implements Submission {
        private final String topology;

        Submitted(String topology) {
            this.topology = topology;
        }

        @Override
        public List<ProcessHandle> workers() {
            return processes().find(partOf(topology).and(arguments -> !arguments.contains(LOG_WRITER)));
        }

        /** Nimbus is told; a worker killed before the supervisor has heard of it would only start again. */
        @Override
        public void stop() {
            try {
                run("kill-" + topology, "org.apache.storm.command.KillTopology", List.of(topology, "-w", "0"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            processes().awaitGone("Storm's workers of " + topology, partOf(topology), WORKERS_END);
        }
    }
}
