package dev.vendaval.tests.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.vendaval.tests.harness.Distribution;
import dev.vendaval.tests.harness.ProcessCluster;
import java.time.Duration;
import java.util.List;
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
    void aKilledSupervisorEndsAllOfItTheWorkersThatItLeftIncluded() throws Exception {
        try (ProcessCluster cluster = ProcessCluster.start(1, 1)) {
            List<ProcessHandle> all = withOneWorker(cluster);
            ProcessHandle supervisor = cluster.daemon("supervisor");

            supervisor.destroyForcibly();

            assertThat(cluster.dev().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(cluster.dev().exitValue()).isEqualTo(1);
            assertThat(cluster.devErrors())
                    .contains("supervisor-1 (process " + supervisor.pid()
                            + ") was ended by SIGKILL; stopping all the others" + " and their workers")
                    .contains("ended 1 worker left by supervisor-1");
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() ->
                            assertThat(all).filteredOn(ProcessHandle::isAlive).isEmpty());
        }
    }
}
