package dev.vendaval.tests.chaos;

import static org.awaitility.Awaitility.await;

import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.tests.topologies.chaos.Switch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;

/** A topology of the suite on a cluster, as seen from outside: its processes, its tapes, and what its workers report. */
record Subject(ChaosCluster cluster, String name) {
    private static final Duration REST_AT_MOST = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(250);

    List<WorkerProcess> workers() throws IOException {
        return cluster.workersOf(name);
    }

    Set<Long> pids() throws IOException {
        return ChaosCluster.pids(workers());
    }

    History history() throws IOException {
        return History.read(cluster.tapes(name));
    }

    TopologyInfo info() {
        return cluster.client().info(name);
    }

    /** Has the source hold and waits until all that it has emitted is done; says what keeps it from that. */
    List<String> rest() throws IOException {
        Switch.HOLD.on(cluster.tapes(name));
        try {
            await("everything that " + name + " emitted is done")
                    .atMost(REST_AT_MOST)
                    .pollInterval(POLL)
                    .until(this::isAtRest);
            await("nothing of " + name + " in flight")
                    .atMost(REST_AT_MOST)
                    .pollInterval(POLL)
                    .ignoreExceptionsInstanceOf(ServiceException.class)
                    .until(() -> inFlight().isEmpty());
            return List.of();
        } catch (ConditionTimeoutException e) {
            return List.of("not at rest within " + REST_AT_MOST.toSeconds() + " s: " + e.getMessage());
        }
    }

    /** After {@link #rest}. */
    void goOn() throws IOException {
        Switch.HOLD.off(cluster.tapes(name));
    }

    private boolean isAtRest() throws IOException {
        Rest nothingElse = new Rest(pids(), Map.of(), Set.of(), Set.of());
        return Checker.complaints(history(), nothingElse).isEmpty();
    }

    /** What is not zero in the reports of the workers. */
    Map<String, Long> inFlight() {
        Map<String, Long> inFlight = new TreeMap<>();
        List<TopologyInfo.Worker> workers = info().workers();
        for (TopologyInfo.Worker worker : workers) {
            InFlight now = worker.inFlight();
            Map<String, Long> numbers = Map.of(
                    "pendingTrees", now.pendingTrees(),
                    "trackedTrees", now.trackedTrees(),
                    "inboxTuples", now.inboxTuples(),
                    "outboxTuples", now.outboxTuples(),
                    "creditsOut", now.creditsOut(),
                    "unackedFrames", now.unackedFrames());
            numbers.forEach((what, number) -> {
                if (number != 0) {
                    inFlight.put(worker.supervisor() + " " + worker.port() + " " + what, number);
                }
            });
        }
        if (workers.isEmpty()) {
            inFlight.put("no worker reports", 1L);
        }
        return inFlight;
    }
}
