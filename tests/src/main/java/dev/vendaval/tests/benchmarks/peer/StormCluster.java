package dev.vendaval.tests.benchmarks.peer;

import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.harness.OpenPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Storm's daemons by their main classes (a development ZooKeeper, Nimbus, a supervisor on each host), its commands as
 * {@code storm jar} and {@code storm kill} run them, and the workers as the supervisors start them. For one thread.
 */
final class StormCluster {
    private static final String WORKER = "org.apache.storm.daemon.worker.Worker";
    private static final String LOG_WRITER = "org.apache.storm.LogWriter";
    private static final String CONFIGURATION = "STORM_CONF_DIR";
    private static final Duration DAEMON = Duration.ofSeconds(60);
    private static final Duration COMMAND = Duration.ofSeconds(60);
    private static final Duration WORKERS_END = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    /** Where a worker's arguments after the main class tell of what it is: topology, supervisor, then this. */
    private static final int SUPERVISOR_PORT = 3;

    private final StormHome home;
    private final PeerProcesses processes;
    private final List<Process> supervisors = new ArrayList<>();
    private final int hosts;

    private StormCluster(StormHome home, PeerProcesses processes, int hosts) {
        this.home = home;
        this.processes = processes;
        this.hosts = hosts;
    }

    /** Makes what it needs in a directory of its own; starts nothing yet. */
    static StormCluster create(Path directory, Path assembled, int hosts) throws IOException {
        StormHome home = StormHome.create(directory, assembled, hosts);
        Map<String, String> environment =
                Map.of(CONFIGURATION, home.configuration(1).toString(), "JAVA_HOME", System.getProperty("java.home"));
        return new StormCluster(home, new PeerProcesses(home.logs(), home.mark(), environment), hosts);
    }

    /** Whoever closes them ends the cluster. */
    PeerProcesses processes() {
        return processes;
    }

    /** Starts the daemons and returns when all of them serve. */
    void start() throws IOException {
        daemon("zookeeper", "org.apache.storm.command.DevZookeeper", "256m", home.zooKeeperPort(), 1);
        daemon("nimbus", "org.apache.storm.daemon.nimbus.Nimbus", "1024m", home.nimbusPort(), 1);
        for (int host = 1; host <= hosts; host++) {
            supervisors.add(supervisor(host));
        }
    }

    private Process supervisor(int host) throws IOException {
        String name = hosts == 1 ? "supervisor" : "supervisor-" + host;
        return daemon(name, "org.apache.storm.daemon.supervisor.Supervisor", "256m", home.supervisorPort(host), host);
    }

    private Process daemon(String name, String mainClass, String heap, int port, int host) throws IOException {
        Process daemon = processes.start(
                name,
                processes.java(home.daemon(name, mainClass, heap, host)),
                Map.of(CONFIGURATION, home.configuration(host).toString()));
        try {
            await("Storm's " + name + " on port " + port)
                    .atMost(DAEMON)
                    .pollInterval(POLL)
                    .failFast("Storm's " + name + " ended, see " + home.logs(), () -> !daemon.isAlive())
                    .until(() -> OpenPorts.isOpen(port));
            return daemon;
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(
                    "Storm's " + name + " did not open port " + port + ", see " + home.logs(), e);
        }
    }

    /** Runs a command of Storm's, or the main class of a topology. */
    void run(String name, String mainClass, List<String> arguments) throws IOException {
        processes.run(name, processes.java(home.client(mainClass, arguments)), COMMAND);
    }

    /** The workers of a topology, without the log writers that started them. */
    List<ProcessHandle> workers(String topology) {
        return processes.find(partOf(topology).and(arguments -> !arguments.contains(LOG_WRITER)));
    }

    /** Nimbus is told; a worker killed before the supervisor has heard of it would only start again. */
    void kill(String topology) throws IOException {
        run("kill-" + topology, "org.apache.storm.command.KillTopology", List.of(topology, "-w", "0"));
        processes.awaitGone("Storm's workers of " + topology, partOf(topology), WORKERS_END);
    }

    /** The host, from 1, on which the worker with this process id is. */
    int hostOf(String topology, long pid) {
        for (int host = 1; host <= hosts; host++) {
            if (processes.find(partOf(topology).and(startedOn(host))).stream()
                    .anyMatch(process -> process.pid() == pid)) {
                return host;
            }
        }
        throw new IllegalStateException("no worker of " + topology + " has pid " + pid);
    }

    /** By SIGKILL: the supervisor, then its workers of the topology with their log writers, whoever is first. */
    void killHost(String topology, int host) {
        supervisors.get(host - 1).destroyForcibly();
        processes.find(partOf(topology).and(startedOn(host))).forEach(ProcessHandle::destroyForcibly);
    }

    void restartHost(int host) throws IOException {
        supervisors.set(host - 1, supervisor(host));
    }

    private Predicate<List<String>> startedOn(int host) {
        String port = String.valueOf(home.supervisorPort(host));
        return arguments -> argument(arguments, SUPERVISOR_PORT).equals(port);
    }

    /** Whether arguments are those of a worker of the topology, or of the log writer that starts it. */
    static Predicate<List<String>> partOf(String topology) {
        return arguments -> argument(arguments, 1).startsWith(topology + "-");
    }

    /** The argument so many places after a worker's main class; empty if it is no worker's. */
    private static String argument(List<String> arguments, int place) {
        int main = arguments.lastIndexOf(WORKER);
        return main >= 0 && main + place < arguments.size() ? arguments.get(main + place) : "";
    }
}
