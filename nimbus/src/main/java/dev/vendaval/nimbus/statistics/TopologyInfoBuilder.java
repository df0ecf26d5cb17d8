package dev.vendaval.nimbus.statistics;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.protocol.config.Redaction;
import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.SlotNotice;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.topology.ComponentTasks;
import dev.vendaval.protocol.topology.TaskLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the answers of {@code info} and {@code list}. Counts are since submit: those of living workers plus the last
 * ones of ended incarnations. Pure.
 */
public final class TopologyInfoBuilder {
    private TopologyInfoBuilder() {}

    /** The answer of {@code info} at this time, in epoch milliseconds. */
    public static TopologyInfo info(TopologyView view, long nowEpochMs) {
        List<ReportedWorker> workers = ReportedWorker.of(view);
        Assignment assignment = view.assignment();
        TaskTotals taskTotals = TaskTotals.of(workers);
        return new TopologyInfo(
                view.definition().name(),
                view.definition().id(),
                view.status(),
                assignment == null ? 0 : assignment.version(),
                view.definition().submittedAtMs(),
                uptimeMs(view, nowEpochMs),
                workersWanted(view),
                Redaction.redacted(view.definition().config()),
                workers.stream()
                        .mapToLong(worker -> worker.report().lostUntracked())
                        .sum(),
                PlacementRows.workers(view, workers, nowEpochMs),
                components(view, workers),
                PlacementRows.executors(view, workers, taskTotals),
                PlacementRows.unassigned(view),
                errors(workers, nowEpochMs),
                notices(view));
    }

    /** A line of {@code list}. */
    public static TopologySummary summary(TopologyView view, long nowEpochMs) {
        List<ComponentTasks> users = view.layout().components().stream()
                .filter(component -> !component.system())
                .toList();
        Assignment assignment = view.assignment();
        return new TopologySummary(
                view.definition().name(),
                view.definition().id(),
                view.status(),
                view.definition().submittedAtMs(),
                uptimeMs(view, nowEpochMs),
                assignment == null ? 0 : assignment.workers().size(),
                users.stream().mapToInt(view::executorsOf).sum(),
                users.stream().mapToInt(component -> component.tasks().size()).sum());
    }

    private static long uptimeMs(TopologyView view, long nowEpochMs) {
        return Math.max(0, nowEpochMs - view.definition().submittedAtMs());
    }

    private static int workersWanted(TopologyView view) {
        Assignment assignment = view.assignment();
        return assignment == null
                ? TopologySettings.of(view.definition().config()).workers()
                : assignment.workersWanted();
    }

    /** The user's components in the order they were defined, then the runtime's own. */
    private static List<TopologyInfo.Component> components(TopologyView view, List<ReportedWorker> workers) {
        Map<String, ComponentTasks> tasks = new LinkedHashMap<>();
        view.layout().components().forEach(component -> tasks.put(component.component(), component));
        Map<String, ComponentTotals> totals = new LinkedHashMap<>();
        for (ComponentDefinition definition : view.definition().topology().components()) {
            ComponentTasks ofComponent = tasks.remove(definition.id());
            if (ofComponent != null) {
                totals.put(
                        definition.id(), new ComponentTotals(ofComponent, view.executorsOf(ofComponent), definition));
            }
        }
        tasks.forEach((id, system) -> totals.put(id, new ComponentTotals(system, 0, null)));
        ComponentTotals acker = totals.get(TaskLayout.ACKER);
        for (ReportedWorker worker : workers) {
            for (TaskReport task : worker.report().tasks()) {
                ComponentTotals ofComponent = totals.get(task.component());
                if (ofComponent != null) {
                    ofComponent.add(task, worker.living());
                    if (ofComponent.ofSpout() && acker != null) {
                        acker.addTrees(task, worker.living());
                    }
                }
            }
        }
        return totals.values().stream().map(ComponentTotals::toInfo).toList();
    }

    private static List<ErrorReport> errors(List<ReportedWorker> workers, long nowEpochMs) {
        ErrorList errors = new ErrorList();
        for (ReportedWorker worker : workers) {
            worker.report().errors().forEach(errors::add);
            worker.report().insight().calls().stream()
                    .filter(BusyCall::isHung)
                    .forEach(call -> errors.add(hung(worker, call, nowEpochMs)));
        }
        return errors.newestFirst();
    }

    /** There as long as the call is. */
    private static ErrorReport hung(ReportedWorker worker, BusyCall call, long nowEpochMs) {
        return new ErrorReport(
                call.executor().component(),
                call.task(),
                worker.host(),
                worker.report().port(),
                nowEpochMs - call.forMs(),
                nowEpochMs,
                1,
                "hung: " + call.method() + " has not returned for " + call.forMs() / 1_000 + " s, at " + call.place(),
                call.stack());
    }

    private static List<String> notices(TopologyView view) {
        List<String> notices = new ArrayList<>();
        Assignment assignment = view.assignment();
        if (!view.change().isEmpty()) {
            notices.add("it is rebalanced: " + view.change());
        }
        if (assignment != null
                && !assignment.workers().isEmpty()
                && assignment.workers().size() < assignment.workersWanted()) {
            notices.add(fewerWorkers(assignment));
        }
        notices.addAll(lostSupervisors(view));
        for (SupervisorReport report : view.reports()) {
            for (SlotNotice notice : report.notices()) {
                if (notice.topologyId().equals(view.definition().id())) {
                    notices.add(report.supervisor().host() + ":" + notice.port() + ": " + notice.message());
                }
            }
        }
        return notices;
    }

    private static List<String> lostSupervisors(TopologyView view) {
        Assignment assignment = view.assignment();
        return assignment == null
                ? List.of()
                : assignment.workers().stream()
                        .filter(slot -> !view.registered().contains(slot.supervisorId()))
                        .map(slot -> slot.host() + ":" + slot.port() + ": supervisor " + slot.supervisorId()
                                + " is lost; "
                                + (view.isReported(slot.supervisorId(), slot.port())
                                        ? "the worker runs on and reports by itself; start the supervisor again: a"
                                                + " worker that dies is not replaced without it"
                                        : "the worker moves to another host if nothing more is heard of this one and"
                                                + " a slot is free, or is back once the supervisor is"))
                        .toList();
    }

    private static String fewerWorkers(Assignment assignment) {
        int workers = assignment.workers().size();
        String why = workers == assignment.executors().size()
                ? "it has no more than " + workers + (workers == 1 ? " executor" : " executors")
                : "no more slots were free when it was placed";
        return "runs on " + workers + " of the " + assignment.workersWanted() + " workers wanted: " + why;
    }
}
