package dev.vendaval.nimbus.statistics;

import dev.vendaval.protocol.report.ExecutorReport;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.WorkerSlot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is where: the rows of {@code info} for workers, executors and what has no place. Pure. */
final class PlacementRows {
    private PlacementRows() {}

    /** The assigned workers, then those that are still there though no longer assigned. */
    static List<TopologyInfo.Worker> workers(TopologyView view, List<ReportedWorker> reported, long nowEpochMs) {
        List<TopologyInfo.Worker> rows = new ArrayList<>();
        List<ReportedWorker> unassigned =
                new ArrayList<>(reported.stream().filter(ReportedWorker::living).toList());
        Assignment assignment = view.assignment();
        for (WorkerSlot slot : assignment == null ? List.<WorkerSlot>of() : assignment.workers()) {
            rows.add(newestAt(slot, reported)
                    .map(worker -> row(worker, nowEpochMs))
                    .orElseGet(() -> unreported(slot, view)));
            unassigned.removeIf(worker -> worker.isAt(slot.supervisorId(), slot.port()));
        }
        unassigned.forEach(worker -> rows.add(row(worker, nowEpochMs)));
        return rows;
    }

    static List<TopologyInfo.Executor> executors(
            TopologyView view, List<ReportedWorker> reported, TaskTotals taskTotals) {
        Assignment assignment = view.assignment();
        if (assignment == null) {
            return List.of();
        }
        Map<Integer, WorkerSlot> slots = new HashMap<>();
        assignment.workers().forEach(slot -> slots.put(slot.index(), slot));
        List<TopologyInfo.Executor> rows = new ArrayList<>();
        for (ExecutorAssignment each : assignment.executors()) {
            WorkerSlot slot = slots.get(each.workerIndex());
            if (slot != null) {
                rows.add(executorRow(each, slot, newestAt(slot, reported), taskTotals, restarts(each, reported)));
            }
        }
        rows.sort(
                Comparator.comparing((TopologyInfo.Executor row) -> row.tasks().get(0)));
        return rows;
    }

    static List<TopologyInfo.Unassigned> unassigned(TopologyView view) {
        Assignment assignment = view.assignment();
        if (assignment == null) {
            return view.layout().executors().stream()
                    .map(executor -> new TopologyInfo.Unassigned(
                            executor.component(), executor.tasks(), "no assignment has been made yet"))
                    .toList();
        }
        return assignment.unassigned().stream()
                .map(each -> new TopologyInfo.Unassigned(
                        each.executor().component(), each.executor().tasks(), each.reason()))
                .toList();
    }

    /** The latest living incarnation in a slot; one of an older lease is not it. */
    private static Optional<ReportedWorker> newestAt(WorkerSlot slot, List<ReportedWorker> reported) {
        return reported.stream()
                .filter(ReportedWorker::living)
                .filter(worker -> worker.isAt(slot.supervisorId(), slot.port()))
                .filter(worker -> worker.report().incarnation().lease() >= slot.lease())
                .max(Comparator.comparing(worker -> worker.report().incarnation()));
    }

    /** Of one that is lost nobody knows how it is: what it last said of itself is not shown as if it were of now. */
    private static TopologyInfo.Worker row(ReportedWorker worker, long nowEpochMs) {
        WorkerReport report = worker.report();
        boolean lost = worker.state() == WorkerState.LOST;
        return new TopologyInfo.Worker(
                worker.supervisorId(),
                worker.host(),
                report.port(),
                report.pid(),
                report.incarnation().toString(),
                worker.state(),
                lost || report.startedAtMs() == 0 ? 0 : Math.max(0, nowEpochMs - report.startedAtMs()),
                lost ? 0 : report.heapUsedBytes(),
                lost ? 0 : report.rssBytes(),
                report.inFlight());
    }

    /** A slot whose worker nobody has reported: not launched yet, or lost together with its supervisor. */
    private static TopologyInfo.Worker unreported(WorkerSlot slot, TopologyView view) {
        WorkerState state = view.registered().contains(slot.supervisorId()) ? WorkerState.STARTING : WorkerState.LOST;
        return new TopologyInfo.Worker(
                slot.supervisorId(), slot.host(), slot.port(), 0, "", state, 0, 0, 0, InFlight.NONE);
    }

    private static TopologyInfo.Executor executorRow(
            ExecutorAssignment assigned,
            WorkerSlot slot,
            Optional<ReportedWorker> worker,
            TaskTotals taskTotals,
            long restarts) {
        Optional<ExecutorReport> report = worker.flatMap(each -> each.report().executors().stream()
                .filter(executor -> executor.executor().equals(assigned.executor()))
                .findFirst());
        boolean lost = worker.isPresent() && worker.get().state() == WorkerState.LOST;
        return new TopologyInfo.Executor(
                assigned.executor().component(),
                assigned.executor().tasks(),
                slot.supervisorId(),
                slot.host(),
                slot.port(),
                lost
                        ? ExecutorState.STARTING
                        : report.map(ExecutorReport::state).orElse(ExecutorState.STARTING),
                taskTotals.executedBy(assigned.executor()),
                taskTotals.emittedBy(assigned.executor()),
                restarts);
    }

    /** In all lives of its workers, whose ends count, too. */
    private static long restarts(ExecutorAssignment assigned, List<ReportedWorker> reported) {
        return reported.stream()
                .flatMap(worker -> worker.report().executors().stream())
                .filter(executor -> executor.executor().equals(assigned.executor()))
                .mapToLong(ExecutorReport::restarts)
                .sum();
    }
}
