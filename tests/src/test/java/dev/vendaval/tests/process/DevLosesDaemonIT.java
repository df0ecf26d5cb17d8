package dev.vendaval.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.harness.ProcessCluster;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code vendaval dev} when one of its daemons is killed, or itself. */
class DevLosesDaemonIT {
    @Test
    void ofAKilledDevNothingIsLeft() throws Exception {
        try (ProcessCluster cluster = ProcessCluster.start(1, 1)) {
            List<ProcessHandle> all = withOneWorker(cluster);

            cluster.dev().destroyForcibly();

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() ->
                            assertThat(all).filteredOn(ProcessHandle::isAlive).isEmpty());
        }
    }

    /** Runs a topology; returns every process that there is then. */
    private static List<ProcessHandle> withOneWorker(ProcessCluster cluster) {
        String examples =
                Distribution.home().resolve("examples/vendaval-examples.jar").toString();
        cluster.cli().run("jar", examples, "dev.vendaval.examples.Exclamation").ok();
        assertThat(cluster.workers()).hasSize(1);
        return cluster.everyProcess();
    }

    @Test
    void aKilledDaemonIsStartedAgainAndItsWorkerHasNeverStopped() throws Exception {
        try (ProcessCluster cluster = ProcessCluster.start(1, 1)) {
            withOneWorker(cluster);
            ProcessHandle worker = cluster.workers().get(0);

            killAndAwaitNext(cluster, "supervisor", "supervisor-1");
            killAndAwaitNext(cluster, "nimbus", "nimbus");
            killAndAwaitNext(cluster, "zookeeper", "zookeeper");

            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(worker(cluster, worker.pid())).containsEntry("state", "RUNNING"));
            cluster.cli().run("kill", "exclamation", "-w", "0").ok();
            await().atMost(Duration.ofSeconds(10)).until(() -> !worker.isAlive());
        }
    }

    private static void killAndAwaitNext(ProcessCluster cluster, String role, String name) {
        ProcessHandle killed = cluster.daemon(role);
        killed.destroyForcibly();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(cluster.devErrors())
                        .contains(name + " (process " + killed.pid() + ") was ended by SIGKILL; starting it again")
                        .contains(name + " serves again"));
    }

    private static Map<String, Object> worker(ProcessCluster cluster, long pid) {
        return ProcessCluster.element(cluster.info("exclamation"), "workers", "pid", Math.toIntExact(pid));
    }

    @Test
    void aDaemonThatCannotStartAgainEndsAllOfItTheWorkersThatItLeftIncluded() throws Exception {
        try (ProcessCluster cluster = ProcessCluster.start(1, 1)) {
            List<ProcessHandle> all = withOneWorker(cluster);
            Files.writeString(cluster.configuration(), "supervisor.slots.ports: none");

            cluster.daemon("supervisor").destroyForcibly();

            assertThat(cluster.dev().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(cluster.dev().exitValue()).isEqualTo(1);
            assertThat(cluster.devErrors())
                    .contains("did not start again: supervisor-1 (process ", "supervisor.slots.ports")
                    .contains("ended 1 worker left by supervisor-1");
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() ->
                            assertThat(all).filteredOn(ProcessHandle::isAlive).isEmpty());
        }
    }
}
