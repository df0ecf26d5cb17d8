package dev.vendaval.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.harness.Cli;
import dev.vendaval.tests.harness.Daemon;
import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.harness.ProcessCluster;
import dev.vendaval.tests.topologies.Records;
import dev.vendaval.tests.topologies.lifecycle.Pressure;
import dev.vendaval.tests.topologies.lifecycle.Pressure.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Topologies that do not get on, and what an operator is told of each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExplainIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);

    private final ProcessCluster cluster = ProcessCluster.start(1, 3);
    private int topologies;

    @AfterAll
    void stop() {
        cluster.close();
    }

    private final class Suffering implements AutoCloseable {
        private final String name;
        private final Path directory;

        Suffering(Mode mode, int workers, String... options) throws IOException {
            name = "suffering-" + ++topologies;
            directory = Files.createDirectories(cluster.directory().resolve(name));
            List<String> command = new ArrayList<>(List.of("--timeout", "60"));
            command.addAll(List.of(options));
            command.add("jar");
            if (mode == Mode.EMPTY) {
                command.add("--inactive");
            }
            command.addAll(List.of(Distribution.testTopologies().toString(), Pressure.class.getName()));
            command.addAll(List.of(name, directory.toString(), mode.name(), String.valueOf(workers)));
            run(command.toArray(String[]::new)).ok();
        }

        Map<String, Object> explanation() {
            return cluster.cli().look("--json", "explain", name).ok().json();
        }

        String verdict() {
            return cluster.cli()
                    .look("explain", name)
                    .ok()
                    .out()
                    .lines()
                    .findFirst()
                    .orElse("");
        }

        /** The explanation of the spout called source. */
        String reason() {
            return (String)
                    Objects.requireNonNull(ProcessCluster.element(explanation(), "spouts", "component", "source")
                            .get("reason"));
        }

        Map<String, Object> info() {
            return cluster.info(name);
        }

        long count(String component, String field) {
            Object value = ProcessCluster.element(info(), "components", "id", component)
                    .get(field);
            return ((Number) Objects.requireNonNull(value)).longValue();
        }

        List<?> errors() {
            return (List<?>) Objects.requireNonNull(info().get("errors"));
        }

        @Override
        public void close() {
            run("kill", name, "-w", "0", "-i").ok();
        }
    }

    private Cli.Result run(String... command) {
        return cluster.cli().run(command);
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(SOON).pollInterval(POLL).until(condition);
    }

    @Test
    void anEndlessLoopIsShownAsHungWithItsStackWhileOthersGoOnAndNoMoreOnceItReturns() throws IOException {
        try (Suffering topology = new Suffering(Mode.LOOP, 1)) {
            await("it hangs", () -> topology.errors().toString().contains("hung: execute has not returned"));

            assertThat(topology.verdict())
                    .startsWith("emitting ")
                    .contains("but spout source task ")
                    .contains(" waits for credit of bolt bolt task ")
                    .contains(", whose execute has been running for ")
                    .contains("Pressure$Suffering.loopIfFirst(Pressure.java:");
            assertThat(topology.reason()).isEqualTo("WAITS_FOR_CREDIT");
            Map<String, Object> hung = ProcessCluster.element(topology.explanation(), "queues", "component", "bolt");
            assertThat(hung).containsEntry("inCall", true);
            assertThat(((Number) Objects.requireNonNull(hung.get("inboxTuples"))).longValue())
                    .as("tuples that wait for the hung bolt")
                    .isPositive();
            assertThat(run("errors", topology.name).ok().out())
                    .contains("bolt task ")
                    .contains("at dev.vendaval.tests.topologies.lifecycle.Pressure$Suffering.loopIfFirst");
            long free = topology.count("free-source", "acked");
            await("others go on", () -> topology.count("free-source", "acked") > free);

            Files.createFile(topology.directory.resolve(Pressure.RELEASE));
            await("it has returned", () -> topology.errors().isEmpty() && topology.count("source", "acked") > 0);
            assertThat(String.valueOf(topology.explanation().get("calls"))).isEqualTo("[]");
        }
    }

    @Test
    @Tag("F1")
    void aStackOverflowIsAnExceptionOfTheComponentAndTheProcessStays() throws IOException {
        try (Suffering topology = new Suffering(Mode.OVERFLOW, 1)) {
            await("all acked", () -> topology.count("source", "acked") == Pressure.TUPLES);

            assertThat(topology.errors().toString()).contains("java.lang.StackOverflowError");
            assertThat(Records.read(topology.directory, "bolt")).hasSize(2).containsOnly(prepared(topology));
            assertThat(topology.count("source", "failed")).isPositive();
        }
    }

    private static String notices(Suffering topology) {
        return String.valueOf(topology.info().get("notices"));
    }

    private static long restarts(Suffering topology, String component) {
        Object value = ProcessCluster.element(topology.info(), "executors", "component", component)
                .get("restarts");
        return ((Number) Objects.requireNonNull(value)).longValue();
    }

    private static String prepared(Suffering topology) {
        return Records.read(topology.directory, "bolt").get(0);
    }

    @Test
    @Tag("F1")
    void aWorkerWithoutMemoryIsReplacedAndItsHeapIsInAFileThatInfoNames() throws IOException {
        try (Suffering topology = new Suffering(Mode.HEAP, 1)) {
            // What was acked and told before the death counts too.
            await("all acked", () -> topology.count("source", "acked") >= Pressure.TUPLES);

            assertThat(Records.read(topology.directory, "bolt"))
                    .as("two processes")
                    .hasSize(2)
                    .doesNotHaveDuplicates();
            String notices = notices(topology);
            Matcher path = Pattern.compile("ran out of memory, its heap is in ([^\\s\\],]+)")
                    .matcher(notices);
            assertThat(path.find()).as(notices).isTrue();
            assertThat(Path.of(path.group(1))).isRegularFile();
            assertThat(Files.size(Path.of(path.group(1)))).isGreaterThan(1 << 20);
            assertThat(restarts(topology, "bolt"))
                    .as("the worker was launched again")
                    .isEqualTo(1);
        }
    }

    @Test
    void aTupleOfNearlyTheLimitPassesBetweenWorkersAndALargerOneFailsAlone() throws IOException {
        try (Suffering topology = new Suffering(Mode.TOO_LARGE, 3)) {
            await("all acked", () -> topology.count("source", "acked") == Pressure.TUPLES);

            assertThat(Records.read(topology.directory, "sink"))
                    .hasSize(Pressure.TUPLES)
                    .contains("got " + (Pressure.LIMIT_BYTES - 64));
            assertThat(topology.count("source", "failed"))
                    .as("its tree and no other")
                    .isEqualTo(1);
            // The worker of the bolt reports by itself, up to a second after that of the spout.
            await("its error is told", () -> !topology.errors().isEmpty());
            assertThat(topology.errors().toString())
                    .contains("stream 'default' of component 'maker'")
                    .contains("topology.tuple.max.bytes")
                    .contains(String.valueOf(Pressure.LIMIT_BYTES));
            assertThat(cluster.workers()).as("nobody died").hasSize(3);
            assertThat(notices(topology)).doesNotContain("exit code");
        }
    }

    @Test
    void atMaxPendingTheOldestTreeAndItsHolderAreNamed() throws IOException {
        try (Suffering topology = new Suffering(Mode.HOLD, 1)) {
            await("as many as may be", () -> topology.count("source", "pending") == Pressure.MAX_PENDING);

            assertThat(topology.reason()).isEqualTo("MAX_PENDING");
            assertThat(topology.verdict())
                    .contains("has 5 tuples pending, the most it may have; the oldest has been pending for ")
                    .contains("bolt bolt task ")
                    .contains(", which has executed it and neither acked nor failed it (5 tuples in all)");
        }
    }

    @Test
    void aSlowBoltIsNamedWithItsRateAndAKilledWorkerStaysInTheNotices() throws IOException {
        try (Suffering topology = new Suffering(Mode.SLOW, 2)) {
            await("credit is used up", () -> topology.reason().equals("WAITS_FOR_CREDIT"));
            await(
                    "its rate is known",
                    () -> topology.verdict()
                            .matches(
                                    "emitting .* tuples/s, but spout source task \\d+ waits for credit of bolt bolt task \\d+,"
                                            + " which executes [0-9.]+ tuples/s and has [0-9,]+ tuples? waiting;"
                                            + ".* would take more: vendaval rebalance .* -e bolt=\\d+.*"));

            Map<String, Object> bolt = ProcessCluster.element(topology.info(), "executors", "component", "bolt");
            ProcessHandle victim = cluster.worker((Integer) Objects.requireNonNull(bolt.get("port")));
            victim.destroyForcibly();
            await(
                    "it is back",
                    () -> restarts(topology, "bolt") == 1 && notices(topology).contains("exit code 137"));
            assertThat(notices(topology)).containsPattern("at 20[0-9-]+T[0-9:]+Z: ");
        }
    }

    @Test
    void anInactiveTopologySaysSoAndAnEmptySourceToo() throws IOException {
        try (Suffering topology = new Suffering(Mode.EMPTY, 1)) {
            assertThat(topology.reason()).isEqualTo("INACTIVE");
            assertThat(topology.verdict()).endsWith("is not asked for tuples: the topology is INACTIVE");

            run("activate", topology.name).ok();
            await("it is asked", () -> topology.reason().equals("SOURCE_EMPTY"));
            assertThat(topology.verdict()).endsWith("has an empty source: nextTuple has emitted nothing so far");
        }
    }

    @Test
    void aWorkerThatIsGoneWithItsSupervisorIsNamed() throws IOException {
        Daemon host = startSupervisor();
        try (Suffering topology = new Suffering(Mode.SLOW, 4)) {
            // Two executors: one worker each, of which one may be on the other host.
            Map<String, Object> bolt = ProcessCluster.element(topology.info(), "executors", "component", "bolt");
            Map<String, Object> source = ProcessCluster.element(topology.info(), "executors", "component", "source");
            boolean boltIsThere = "other".equals(bolt.get("supervisor"));
            assertThat(boltIsThere || "other".equals(source.get("supervisor")))
                    .as("executors on both hosts: %s %s", bolt, source)
                    .isTrue();
            Object pid = ProcessCluster.element(topology.info(), "workers", "supervisor", "other")
                    .get("pid");
            host.kill();
            ProcessHandle.of(((Number) Objects.requireNonNull(pid)).longValue())
                    .orElseThrow()
                    .destroyForcibly();

            if (boltIsThere) {
                await("the link is gone", () -> topology.reason().equals("WAITS_FOR_WORKER"));
                assertThat(topology.verdict()).contains(" waits for a link to worker ");
            } else {
                await(
                        "the spout is gone",
                        () -> List.of("NO_ANSWER", "WORKER_LOST", "UNPLACED").contains(topology.reason()));
            }
        } finally {
            host.kill();
        }
    }

    private Daemon startSupervisor() throws IOException {
        Path directory = cluster.directory().resolve("other");
        List<String> keys = List.of(
                "-c", "supervisor.port=0",
                "-c", "supervisor.id=other",
                "-c", "supervisor.slots.ports=[0]",
                "-c", "local.dir=" + directory,
                "-c", "log.dir=" + directory.resolve("logs"));
        return Daemon.start("other", cluster.directory(), cluster.configuration(), keys, "supervisor");
    }
}
