package dev.vendaval.supervisor.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.ExecutorReport;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.Latencies;
import dev.vendaval.protocol.report.LatencyRecorder;
import dev.vendaval.protocol.report.StreamCounts;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.topology.ExecutorTasks;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What dead workers had counted is neither lost nor piled up. */
class RetiredReportsTest {
    private final RetiredReports retired = new RetiredReports();

    private static WorkerReport report(String topologyId, int port, long launch) {
        LatencyRecorder latency = new LatencyRecorder();
        latency.record(launch, 2);
        TaskReport task = new TaskReport(
                "count",
                5,
                Map.of("default", new StreamCounts(launch, 10 * launch)),
                launch,
                launch,
                0,
                0,
                3,
                1,
                new byte[0],
                latency.encode(),
                Map.of("seen", (double) launch));
        ErrorReport error = new ErrorReport("count", 5, "h", port, launch, launch, 1, "boom", "stack");
        return new WorkerReport(
                topologyId,
                port,
                1,
                new Incarnation(0, 1, launch),
                WorkerState.RUNNING,
                0,
                1,
                "ACTIVE",
                0,
                5,
                5,
                new InFlight(1, 1, 1, 1, 1, 1),
                List.of(),
                List.of(task),
                List.of(error),
                launch);
    }

    @Test
    void theLastReportOfADeadWorkerStaysWithoutWhatDiedWithIt() {
        retired.add(report("words-1", 6700, 1));

        assertThat(retired.all()).singleElement().satisfies(kept -> {
            assertThat(kept.state()).isEqualTo(WorkerState.LOST);
            assertThat(kept.inFlight().isZero()).isTrue();
            assertThat(kept.tasks()).hasSize(1);
            assertThat(kept.errors()).hasSize(1);
        });
    }

    @Test
    void manyDeathsKeepTotalsExactInBoundedSpace() {
        long deaths = 50;
        for (long launch = 1; launch <= deaths; launch++) {
            retired.add(report("words-1", 6700, launch));
        }
        long sum = deaths * (deaths + 1) / 2;
        List<TaskReport> tasks =
                retired.all().stream().flatMap(kept -> kept.tasks().stream()).toList();

        assertThat(retired.all()).hasSize(RetiredReports.MOST_PER_SLOT);
        assertThat(tasks.stream().mapToLong(TaskReport::executed).sum()).isEqualTo(sum);
        assertThat(tasks.stream().mapToLong(TaskReport::errors).sum()).isEqualTo(deaths);
        assertThat(tasks.stream()
                        .flatMap(task -> task.streams().values().stream())
                        .mapToLong(StreamCounts::transferred)
                        .sum())
                .isEqualTo(10 * sum);
        assertThat(Latencies.merge(
                                tasks.stream().map(TaskReport::executeLatency).toList())
                        .count())
                .isEqualTo(2 * deaths);
        assertThat(retired.all().stream().mapToLong(WorkerReport::lostUntracked).sum())
                .isEqualTo(sum);
        assertThat(retired.all().stream()
                        .flatMap(kept -> kept.errors().stream())
                        .mapToLong(ErrorReport::count)
                        .sum())
                .isEqualTo(deaths);
        assertThat(retired.all().get(0).errors()).singleElement().satisfies(error -> {
            assertThat(error.firstAtMs()).isEqualTo(1);
            assertThat(error.lastAtMs()).isEqualTo(deaths - 3);
        });
    }

    @Test
    void aReportThatArrivesAfterTheDeathReplacesTheOneBefore() {
        retired.add(report("words-1", 6700, 1));
        WorkerReport last = report("words-1", 6700, 1);
        retired.late(last);
        retired.late(report("words-1", 6700, 2));
        retired.late(report("other-1", 6700, 1));

        assertThat(retired.all()).hasSize(1);
        assertThat(retired.all().get(0).incarnation()).isEqualTo(last.incarnation());
    }

    @Test
    void theEndOfAWorkerIsARestartOfEachOfItsExecutors() {
        ExecutorTasks count = new ExecutorTasks("count", List.of(5));
        for (long launch = 1; launch <= 10; launch++) {
            retired.add(
                    withExecutor(report("words-1", 6700, launch), new ExecutorReport(count, ExecutorState.RUNNING, 2)));
        }

        assertThat(retired.all().stream()
                        .flatMap(kept -> kept.executors().stream())
                        .mapToLong(ExecutorReport::restarts)
                        .sum())
                .isEqualTo(30);
    }

    private static WorkerReport withExecutor(WorkerReport report, ExecutorReport executor) {
        return new WorkerReport(
                report.topologyId(),
                report.port(),
                report.pid(),
                report.incarnation(),
                report.state(),
                report.reportId(),
                report.assignmentVersion(),
                report.statusApplied(),
                report.startedAtMs(),
                report.heapUsedBytes(),
                report.rssBytes(),
                report.inFlight(),
                List.of(executor),
                report.tasks(),
                report.errors(),
                report.lostUntracked());
    }

    @Test
    void theyGoWithTheirTopology() {
        retired.add(report("words-1", 6700, 1));
        retired.add(report("other-1", 6701, 1));
        retired.keepOnly(Set.of("other-1"));

        assertThat(retired.all()).extracting(WorkerReport::topologyId).containsExactly("other-1");
    }
}
