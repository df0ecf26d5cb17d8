package dev.vendaval.tests.benchmarks.vendaval;

import dev.vendaval.tests.benchmarks.engine.Engine;
import dev.vendaval.tests.benchmarks.engine.Submission;
import dev.vendaval.tests.benchmarks.topologies.WorkloadTopology;
import dev.vendaval.tests.benchmarks.workload.Workload;
import dev.vendaval.tests.harness.Cli;
import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.harness.ProcessCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Two supervisors with a slot each, in the default configuration; submits as a user does, with {@code vendaval jar}. */
public final class VendavalEngine implements Engine {
    /** Its only setting: the default one. */
    public static final String SYSTEM = "vendaval";

    private static final int SUPERVISORS = 2;

    private final String version;
    private final int slots;
    private @Nullable ProcessCluster cluster;

    /**
     * Starts nothing yet.
     *
     * @param slots of each supervisor: one, unless topologies are to run beside each other
     */
    public VendavalEngine(String version, int slots) {
        this.version = version;
        this.slots = slots;
    }

    @Override
    public List<String> systems() {
        return List.of(SYSTEM);
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Map<String, Object> settings(String system, Workload workload) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("configuration", "default");
        settings.put("topology.workers", workload.workers());
        return settings;
    }

    @Override
    public boolean runs(String system, Workload workload) {
        return true;
    }

    @Override
    public void start(Path directory) {
        cluster = ProcessCluster.startToBeMeasured(SUPERVISORS, slots);
    }

    /** Under the scenario's name, so that different ones may run beside each other. */
    @Override
    public Submission submit(String system, Workload workload, Path tally) {
        String topology = workload.scenario();
        List<String> command = new ArrayList<>(List.of(
                "jar",
                Distribution.testTopologies().toString(),
                WorkloadTopology.class.getName(),
                topology,
                tally.toString()));
        command.addAll(workload.toArguments());
        run(command);
        return new Submitted(topology);
    }

    private void run(List<String> command) {
        Cli.Result result = running().cli().run(command.toArray(new String[0]));
        if (result.exit() != 0) {
            throw new IllegalStateException("vendaval " + String.join(" ", command) + " ended with " + result.exit()
                    + ": " + result.err().strip());
        }
    }

    private ProcessCluster running() {
        return Objects.requireNonNull(cluster, "not started");
    }

    @Override
    public void close() {
        if (cluster != null) {
            cluster.close();
            cluster = null;
        }
    }

    private final class Submitted implements Submission {
        private final String topology;

        Submitted(String topology) {
            this.topology = topology;
        }

        @Override
        public List<ProcessHandle> workers() {
            return running().workers().stream()
                    .filter(worker ->
                            worker.info().commandLine().orElse("").contains("-Dvendaval.topology=" + topology + "-"))
                    .toList();
        }

        @Override
        public void stop() {
            run(List.of("kill", topology, "-w", "0"));
        }
    }
}
