package dev.vendaval.tests.rules.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.harness.Cli;
import dev.vendaval.tests.harness.Daemon;
import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.harness.ProcessCluster;
import dev.vendaval.tests.topologies.Records;
import dev.vendaval.tests.topologies.lifecycle.Probe;
import dev.vendaval.tests.topologies.lifecycle.Probe.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Life and death on a cluster with a single slot: what only the command line, or a worker process, can show. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkerProcessIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration WELL_BEFORE_A_MINUTE = Duration.ofSeconds(30);

    private final ProcessCluster cluster = ProcessCluster.start(1, 1);
    private int topologies;

    @BeforeAll
    void nothingRuns() {
        assertThat(cluster.workers()).isEmpty();
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    private final class Probed implements AutoCloseable {
        private final String name;
        private final Path directory;

        Probed() throws IOException {
            name = "probe-" + ++topologies;
            directory = Files.createDirectories(cluster.directory().resolve(name));
        }

        Cli.Result submit(Mode mode, String... options) {
            List<String> command = new ArrayList<>(List.of("--json", "jar"));
            command.addAll(List.of(options));
            command.addAll(List.of(Distribution.testTopologies().toString(), Probe.class.getName()));
            command.addAll(List.of(name, directory.toString(), mode.name(), "1"));
            return run(command.toArray(String[]::new));
        }

        List<String> of(String component) {
            return Records.read(directory, component);
        }

        Map<String, Object> info() {
            return cluster.info(name);
        }

        long acked() {
            return of("source").stream()
                    .filter(line -> line.startsWith("ack "))
                    .distinct()
                    .count();
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

    private static String error(Cli.Result result, String field) {
        Map<?, ?> error = (Map<?, ?>) Objects.requireNonNull(result.json().get("error"));
        return String.valueOf(error.get(field));
    }

    @Test
    @Tag("I6")
    void submittedInactiveComponentsAreOpenedAndPreparedButNobodyIsAskedUntilActivate() throws IOException {
        try (Probed probed = new Probed()) {
            probed.submit(Mode.ACK, "--inactive").ok();

            assertThat(probed.info()).containsEntry("status", "INACTIVE");
            assertThat(probed.of("source")).containsExactly("open");
            assertThat(probed.of("bolt"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).startsWith("prepare "));
            run("deactivate", probed.name).ok();

            run("activate", probed.name).ok();
            await("all acked", () -> probed.acked() == Probe.TUPLES);
            assertThat(probed.of("source"))
                    .startsWith("open", "activate", "nextTuple")
                    .doesNotContain("deactivate");
            assertThat(probed.info()).containsEntry("status", "ACTIVE");
            run("activate", probed.name).ok();
        }
    }

    @Test
    @Tag("I7")
    void aRepeatedKillSetsTheDeadlineAnewAndNothingElseIsLegalMeanwhile() throws IOException {
        Probed probed = new Probed();
        probed.submit(Mode.HOLD).ok();
        await("held", () -> probed.of("bolt").size() == 1 + Probe.TUPLES);

        long start = System.nanoTime();
        run("kill", probed.name, "-w", "60", "--no-wait").ok();
        assertThat(probed.info()).containsEntry("status", "KILLED");
        Cli.Result refused = run("--json", "activate", probed.name);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(error(refused, "code")).isEqualTo("ILLEGAL_STATE");
        assertThat(error(refused, "message")).contains("KILLED").contains("ACTIVE");
        Cli.Result taken = probed.submit(Mode.HOLD);
        assertThat(taken.exit()).isEqualTo(1);
        assertThat(error(taken, "code")).isEqualTo("NAME_TAKEN");

        run("kill", probed.name, "-w", "0").ok();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(WELL_BEFORE_A_MINUTE);
        assertThat(probed.of("source").stream().filter(line -> line.startsWith("fail ")))
                .hasSize(Probe.TUPLES);
        assertThat(probed.of("source")).endsWith("close");
        assertThat(probed.of("bolt")).endsWith("cleanup");
        assertThat(run("info", probed.name).exit()).isEqualTo(4);
        assertThat(cluster.workers()).isEmpty();
    }

    @Test
    @Tag("I10")
    void withoutAFreeSlotItWaitsSaysSoAndStartsWhenASupervisorComes() throws Exception {
        try (Probed first = new Probed()) {
            first.submit(Mode.ACK).ok();
            Probed second = new Probed();
            Cli.Result submitted = second.submit(Mode.ACK, "--timeout", "1");
            assertThat(submitted.exit()).isEqualTo(5);
            assertThat(error(submitted, "code")).isEqualTo("NO_SLOTS");
            assertThat(error(submitted, "message")).contains(second.name).contains("no slot is free");
            Map<String, Object> waiting = second.info();
            assertThat(waiting).containsEntry("status", "ACTIVE");
            assertThat(String.valueOf(waiting.get("unassigned"))).contains("no slot is free");

            try (Daemon newcomer = startSupervisor("newcomer")) {
                assertThat(newcomer.address()).startsWith("127.0.0.1:");
                await("it runs", () -> second.acked() == Probe.TUPLES);
                second.close();
            }
        }
    }

    private Daemon startSupervisor(String id) throws IOException {
        Path directory = cluster.directory().resolve(id);
        List<String> keys = List.of(
                "-c", "supervisor.port=0",
                "-c", "supervisor.id=" + id,
                "-c", "supervisor.slots.ports=[0]",
                "-c", "local.dir=" + directory,
                "-c", "log.dir=" + directory.resolve("logs"));
        return Daemon.start(id, cluster.directory(), cluster.configuration(), keys, "supervisor");
    }

    @ParameterizedTest
    @EnumSource(names = {"THROW", "OUT_OF_MEMORY"})
    @Tag("F1")
    void whatMustEndTheWorkerEndsItsProcessAndAnotherGoesOn(Mode mode) throws IOException {
        try (Probed probed = new Probed()) {
            probed.submit(mode, "--timeout", "30");
            await("all acked", () -> probed.acked() == Probe.TUPLES);

            List<String> processes = probed.of("bolt").stream()
                    .filter(line -> line.startsWith("prepare "))
                    .toList();
            assertThat(processes).as("two processes").hasSize(2).doesNotHaveDuplicates();
            assertThat(ProcessHandle.of(Long.parseLong(processes.get(0).substring("prepare ".length()))))
                    .as("the first is gone")
                    .isEmpty();
            assertThat(run("logs", probed.name, "--lines", "10000").ok().out())
                    .contains(mode == Mode.THROW ? "ends the worker" : "java.lang.OutOfMemoryError");
        }
    }
}
