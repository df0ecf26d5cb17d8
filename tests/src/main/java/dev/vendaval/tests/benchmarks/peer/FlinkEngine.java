package dev.vendaval.tests.benchmarks.peer;

import dev.vendaval.tests.benchmarks.engine.Submission;
import dev.vendaval.tests.benchmarks.workload.Shape;
import dev.vendaval.tests.benchmarks.workload.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Apache Flink on a mini cluster, one JVM for each job, with its operators apart (a thread and serialised exchange each)
 * and with those chained that Flink would chain. It tracks no tuples; without checkpoints it loses them with a process.
 */
public final class FlinkEngine extends PeerEngine {
    /** Each operator a task of its own, as Storm's and Vendaval's executors are. */
    public static final String UNCHAINED = "flink-unchained";

    /** Operators run in one task where nothing parts them; Flink's default. */
    public static final String CHAINED = "flink-chained";

    private static final String VERSION = "2.3.0";
    private static final String MAIN = "dev.vendaval.peers.flink.WorkloadJob";
    private static final String JOB = "target/job.jar";
    private static final Set<Shape> SHAPES = Set.of(Shape.SPOUT_NULL, Shape.SPOUT_ID_NULL, Shape.WORD_COUNT);
    private static final Duration END = Duration.ofSeconds(20);
    private static final List<String> JVM_FLAGS = List.of(
            "-Xmx" + StormSettings.HEAP,
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED");

    /**
     * Starts nothing yet.
     *
     * @param peers the directory {@code tests/benchmarks/peers}, in which they are assembled
     */
    public FlinkEngine(Path peers) {
        super("Flink", VERSION, List.of(UNCHAINED, CHAINED), peers, "flink");
    }

    @Override
    public Map<String, Object> settings(String system, Workload workload) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("pipeline.operator-chaining.enabled", system.equals(CHAINED));
        settings.put("pipeline.object-reuse", false);
        settings.put("execution.checkpointing", "off");
        settings.put("deployment", "mini cluster");
        settings.put("jvm", JVM_FLAGS);
        return settings;
    }

    @Override
    public boolean runs(String system, Workload workload) {
        return !workload.tracked() && workload.workers() == 1 && SHAPES.contains(workload.shape());
    }

    @Override
    List<String> parts() {
        return List.of(JOB);
    }

    @Override
    PeerProcesses prepare(Path directory) {
        return new PeerProcesses(directory, "-Dvendaval.peer=" + directory.toAbsolutePath(), Map.of());
    }

    @Override
    void startDaemons() {
        // Each job brings its own.
    }

    @Override
    public Submission submit(String system, Workload workload, Path tally) throws IOException {
        List<String> arguments = new ArrayList<>(JVM_FLAGS);
        arguments.addAll(List.of(
                "-cp",
                assembled().resolve(JOB) + ":" + assembled().resolve("target/lib") + "/*",
                MAIN,
                system.equals(CHAINED) ? "chained" : "unchained",
                tally.toString()));
        arguments.addAll(workload.toArguments());
        Process job = processes().start("job-" + nextSubmission(), processes().java(arguments));
        return new Submitted(job);
    }

    private final class Submitted implements Submission {
        private final Process job;

        Submitted(Process job) {
            this.job = job;
        }

        @Override
        public List<ProcessHandle> workers() {
            return Stream.of(job.toHandle()).filter(ProcessHandle::isAlive).toList();
        }

        @Override
        public void stop() {
            job.destroyForcibly();
            processes().awaitGone("Flink's job", any -> true, END);
        }
    }
}
