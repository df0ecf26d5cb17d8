package dev.vendaval.nimbus.rebalance;

import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceReport.Move;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.report.SwitchReport;
import dev.vendaval.protocol.report.TaskMove;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.Placement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is said of a rebalance. Pure. */
public final class RebalanceReports {
    private RebalanceReports() {}

    /** Before anything is done. */
    public static RebalanceReport planned(String topology, RebalancePlan plan) {
        boolean nothing = plan.changesNothing();
        return report(
                topology,
                plan,
                nothing ? RebalanceStatus.NO_CHANGE : RebalanceStatus.PLANNED,
                "",
                nothing ? plan.current().version() : plan.next().version(),
                0,
                List.of());
    }

    /** While it is under way. */
    public static RebalanceReport running(String topology, Rebalance rebalance, Placement placement, long nowMs) {
        String phase = placement.change() == null
                ? "STABLE"
                : placement.change().phase().name();
        return report(
                topology,
                rebalance.plan(),
                RebalanceStatus.RUNNING,
                rebalance.waitsFor().isEmpty() ? phase : phase + ", " + rebalance.waitsFor(),
                rebalance.plan().next().version(),
                nowMs - rebalance.beganAtMs(),
                List.of());
    }

    /** At the end; what the workers have measured is in their reports. */
    public static RebalanceReport done(String topology, Rebalance rebalance, RebalanceFacts facts, long nowMs) {
        long version = rebalance.plan().next().version();
        List<SwitchReport> reports = facts.reports().values().stream()
                .flatMap(report -> report.workers().stream())
                .filter(worker -> worker.topologyId().equals(facts.placement().topologyId()))
                .map(WorkerReport::switching)
                .filter(switching -> switching.settledVersion() == version)
                .toList();
        return report(
                topology, rebalance.plan(), RebalanceStatus.DONE, "", version, nowMs - rebalance.beganAtMs(), reports);
    }

    /** Nothing has changed. */
    public static RebalanceReport rolledBack(String topology, Rebalance rebalance, String reason, long nowMs) {
        return report(
                topology,
                rebalance.plan(),
                RebalanceStatus.ROLLED_BACK,
                reason,
                rebalance.plan().next().version(),
                nowMs - rebalance.beganAtMs(),
                List.of());
    }

    /** Of one that another leader saw through: what it measured is not known here. */
    public static RebalanceReport ended(
            String topology, Assignment assignment, RebalanceStatus status, String reason, long version) {
        return new RebalanceReport(
                topology,
                assignment.topologyId(),
                status,
                reason,
                Math.min(version, assignment.version()),
                version,
                0,
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of("another Nimbus has begun it: what moved and how long tasks paused is not known any more"));
    }

    private static RebalanceReport report(
            String topology,
            RebalancePlan plan,
            RebalanceStatus status,
            String phase,
            long toVersion,
            long durationMs,
            List<SwitchReport> switches) {
        List<TaskMove> measured = switches.stream()
                .flatMap(switching -> switching.moves().stream())
                .toList();
        return new RebalanceReport(
                topology,
                plan.current().topologyId(),
                status,
                phase,
                plan.current().version(),
                toVersion,
                Math.max(0, durationMs),
                measured.stream().mapToLong(TaskMove::pauseNanos).max().orElse(0),
                switches.stream().mapToLong(SwitchReport::failedTrees).sum(),
                plan.config(),
                measured(plan.moved(), measured),
                plan.added(),
                plan.removed(),
                plan.warnings());
    }

    private static List<Move> measured(List<Move> planned, List<TaskMove> measured) {
        List<Move> moves = new ArrayList<>();
        for (Move move : planned) {
            long pause = measured.stream()
                    .filter(each -> each.component().equals(move.component()) && overlap(each.tasks(), move.tasks()))
                    .mapToLong(TaskMove::pauseNanos)
                    .max()
                    .orElse(0);
            moves.add(new Move(move.component(), move.tasks(), move.from(), move.to(), pause, move.reason()));
        }
        return moves;
    }

    private static boolean overlap(List<Integer> one, List<Integer> other) {
        Set<Integer> common = new HashSet<>(one);
        common.retainAll(other);
        return !common.isEmpty();
    }
}
