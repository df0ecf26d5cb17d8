package dev.vendaval.nimbus.explanation;

import dev.vendaval.nimbus.statistics.TopologyInfoBuilder;
import dev.vendaval.nimbus.statistics.TopologyView;
import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.ExecutorInsight;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that is known of a topology's executors at one moment, by executor; immutable once made. */
final class Facts {
    private final TopologyInfo info;
    private final Duration messageTimeout;
    private final Map<Integer, ExecutorFacts> executors = new TreeMap<>();
    private final Map<String, WorkerFacts> workers = new TreeMap<>();

    /**
     * @param reportId of the reports that were asked for: a worker that has not answered it is silent
     */
    Facts(TopologyView view, long reportId, long nowEpochMs) {
        this.info = TopologyInfoBuilder.info(view, nowEpochMs);
        this.messageTimeout = TopologySettings.of(view.definition().config()).messageTimeout();
        Map<String, WorkerReport> reports = reports(view);
        for (TopologyInfo.Worker worker : info.workers()) {
            WorkerReport report = reports.get(place(worker.supervisor(), worker.port()));
            workers.put(place(worker.supervisor(), worker.port()), facts(worker, report, reportId));
        }
        Set<String> spouts = info.components().stream()
                .filter(component -> component.kind().equals("spout"))
                .map(TopologyInfo.Component::id)
                .collect(Collectors.toSet());
        for (TopologyInfo.Executor executor : info.executors()) {
            String place = place(executor.supervisor(), executor.port());
            WorkerReport report = reports.get(place);
            add(new ExecutorFacts(
                    executor.component(),
                    spouts.contains(executor.component()),
                    executor.tasks(),
                    workers.get(place),
                    "",
                    executor.state(),
                    insight(report, executor),
                    call(report, executor)));
        }
        for (TopologyInfo.Unassigned executor : info.unassigned()) {
            add(new ExecutorFacts(
                    executor.component(),
                    spouts.contains(executor.component()),
                    executor.tasks(),
                    null,
                    executor.reason(),
                    ExecutorState.STARTING,
                    null,
                    null));
        }
    }

    private void add(ExecutorFacts executor) {
        executors.put(executor.firstTask(), executor);
    }

    private static String place(String supervisor, int port) {
        return supervisor + "/" + port;
    }

    private static Map<String, WorkerReport> reports(TopologyView view) {
        Map<String, WorkerReport> reports = new HashMap<>();
        for (SupervisorReport report : view.reports()) {
            for (WorkerReport worker : report.workers()) {
                if (worker.topologyId().equals(view.definition().id())) {
                    reports.put(place(report.supervisor().id(), worker.port()), worker);
                }
            }
        }
        return reports;
    }

    private WorkerFacts facts(TopologyInfo.Worker worker, @Nullable WorkerReport report, long reportId) {
        boolean silent = report == null || report.insight().reportId() < reportId;
        WorkerFacts.Condition condition = switch (worker.state()) {
            case LOST -> WorkerFacts.Condition.LOST;
            case STARTING -> WorkerFacts.Condition.STARTING;
            case RUNNING -> silent ? WorkerFacts.Condition.SILENT : WorkerFacts.Condition.RUNNING;
        };
        return new WorkerFacts(
                worker.supervisor(),
                worker.host(),
                worker.port(),
                condition,
                report == null || worker.state() == WorkerState.LOST
                        ? 0
                        : report.incarnation().touchBit(),
                condition == WorkerFacts.Condition.RUNNING ? "" : notice(worker, condition));
    }

    /** What is wrong now, else how the worker before ended, unless the present one has come up since; of several the last. */
    private String notice(TopologyInfo.Worker worker, WorkerFacts.Condition condition) {
        String prefix = worker.host() + ":" + worker.port() + ": ";
        List<String> notices = info.notices().stream()
                .filter(notice -> notice.startsWith(prefix))
                .map(notice -> notice.substring(prefix.length()))
                .toList();
        return notices.stream()
                .filter(notice -> !notice.startsWith("at "))
                .findFirst()
                .orElse(
                        notices.isEmpty() || condition == WorkerFacts.Condition.SILENT
                                ? ""
                                : notices.get(notices.size() - 1));
    }

    private static @Nullable ExecutorInsight insight(@Nullable WorkerReport report, TopologyInfo.Executor executor) {
        return report == null
                ? null
                : report.insight().executors().stream()
                        .filter(each -> each.executor().tasks().equals(executor.tasks()))
                        .findFirst()
                        .orElse(null);
    }

    private static @Nullable BusyCall call(@Nullable WorkerReport report, TopologyInfo.Executor executor) {
        return report == null
                ? null
                : report.insight().calls().stream()
                        .filter(each -> each.executor().tasks().equals(executor.tasks()))
                        .findFirst()
                        .orElse(null);
    }

    TopologyInfo info() {
        return info;
    }

    Duration messageTimeout() {
        return messageTimeout;
    }

    /** How many executors a component has. */
    long executorsOf(String component) {
        return executors.values().stream()
                .filter(executor -> executor.component().equals(component))
                .count();
    }

    /** In the order of their tasks. */
    Collection<ExecutorFacts> executors() {
        return executors.values();
    }

    Collection<WorkerFacts> workers() {
        return workers.values();
    }

    /** By its first task; null if there is none. */
    @Nullable
    ExecutorFacts executor(int firstTask) {
        return executors.get(firstTask);
    }

    /** What a component last threw, by any of the tasks. */
    Optional<String> lastError(ExecutorFacts executor) {
        List<Integer> tasks = executor.tasks();
        return info.errors().stream() // the newest come first
                .filter(error -> error.component().equals(executor.component()) && tasks.contains(error.task()))
                .map(ErrorReport::message)
                .map(message -> message.lines().findFirst().orElse(""))
                .findFirst();
    }
}
