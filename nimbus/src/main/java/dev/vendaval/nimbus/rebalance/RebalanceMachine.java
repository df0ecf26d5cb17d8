package dev.vendaval.nimbus.rebalance;

import dev.vendaval.nimbus.lifecycle.DrainRound;
import dev.vendaval.nimbus.rebalance.RebalanceStep.Effect;
import dev.vendaval.protocol.report.BusyCall;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.AssignmentChange;
import dev.vendaval.protocol.state.ChangePhase;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.WorkerSlot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a rebalance goes on. Pure: decisions depend on the rebalance, the facts and the time given.
 *
 * <pre>
 *               all ready                 drained, or the pause is over                  all settled
 *   PREPARING ------------> (PAUSING) ---------------------------------> SWITCHING ----------------> stable
 *       |    a death, an error, the time is over |
 *       +----------------------------------------+--> rolled back
 * </pre>
 *
 * Before the commit any death ends it, with nothing changed. After the commit it only goes forward: a worker that dies
 * is launched again under the next assignment, except one that the next assignment does not have, which has nothing any
 * more. A supervisor that is not present is not waited for then: its workers are gone, or will go on by themselves.
 */
public final class RebalanceMachine {
    /** Rounds of reports in a row that must be quiet before the end of a pause. */
    static final int CLEAN_ROUNDS = 2;
    /** Between a round that was not quiet and the next. */
    static final long ROUND_INTERVAL_MS = 50;
    /** After this a round is asked for again. */
    static final long ROUND_TIMEOUT_MS = 1_000;

    private static final int MOST_NAMED = 5;
    private static final long CHECK_INTERVAL_MS = 1_000;
    private static final Set<TopologyStatus> PAUSED = Set.of(TopologyStatus.REBALANCING, TopologyStatus.INACTIVE);

    private RebalanceMachine() {}

    /** One that begins now. */
    public static Rebalance begin(RebalancePlan plan, Duration prepareTimeout, long nowMs) {
        return Rebalance.begun(plan, nowMs, nowMs + prepareTimeout.toMillis());
    }

    /** One that another leader began; what is left of its time is not known, so it has all of it. */
    public static Rebalance recovered(Placement placement, Duration prepareTimeout, long nowMs) {
        Assignment next = placement.next();
        RebalancePlan plan = next != null
                ? PlanDifference.between(placement.assignment(), next)
                : PlanDifference.between(
                        Objects.requireNonNull(placement.previous(), "a placement that changes"),
                        placement.assignment());
        Rebalance begun = begin(plan, prepareTimeout, nowMs);
        return begun.pausing(nowMs, nowMs + pause(placement, prepareTimeout).toMillis());
    }

    private static Duration pause(Placement placement, Duration otherwise) {
        AssignmentChange change = placement.change();
        return switch (phase(placement)) {
            case PAUSING -> change != null && change.pause() != null ? change.pause() : Duration.ZERO;
            case PREPARING, SWITCHING, ABORTED -> otherwise;
        };
    }

    private static ChangePhase phase(Placement placement) {
        return Objects.requireNonNull(placement.change(), "a placement that changes")
                .phase();
    }

    /** The next decision; to be asked for after each report and when the rebalance is due. */
    public static RebalanceStep next(Rebalance rebalance, RebalanceFacts facts, TopologyStatus status, long nowMs) {
        return switch (phase(facts.placement())) {
            case PREPARING -> nextOfPreparing(rebalance, facts, status, nowMs);
            case PAUSING -> nextOfPausing(rebalance, facts, nowMs);
            case SWITCHING -> nextOfSwitching(rebalance, facts, nowMs);
            case ABORTED -> throw new IllegalStateException("a rebalance that was rolled back does not go on");
        };
    }

    private static RebalanceStep nextOfPreparing(
            Rebalance before, RebalanceFacts facts, TopologyStatus status, long nowMs) {
        @Nullable String trouble = trouble(before, facts);
        if (trouble != null) {
            return new RebalanceStep(before, Effect.ROLL_BACK, trouble);
        }
        Rebalance rebalance = watched(before, facts);
        List<WorkerSlot> unready = slots(facts.placement()).stream()
                .filter(slot -> !isReady(slot, facts))
                .toList();
        if (!unready.isEmpty()) {
            String waitsFor = "not ready yet: " + named(unready);
            return nowMs >= rebalance.deadlineMs()
                    ? new RebalanceStep(rebalance, Effect.ROLL_BACK, "its time to prepare is over; " + waitsFor)
                    : waitFor(rebalance.due(rebalance.deadlineMs()), waitsFor);
        }
        @Nullable
        Duration pause = Objects.requireNonNull(facts.placement().change()).pause();
        if (pause != null && status == TopologyStatus.ACTIVE) {
            return new RebalanceStep(
                    rebalance.pausing(nowMs, nowMs + pause.toMillis()), Effect.PAUSE, "all workers are ready");
        }
        return commit(rebalance, nowMs, "all workers are ready");
    }

    private static RebalanceStep nextOfPausing(Rebalance before, RebalanceFacts facts, long nowMs) {
        @Nullable String trouble = trouble(before, facts);
        if (trouble != null) {
            return new RebalanceStep(before, Effect.ROLL_BACK, trouble);
        }
        Rebalance rebalance = watched(before, facts);
        if (nowMs >= rebalance.deadlineMs()) {
            return commit(rebalance, nowMs, "the pause is over");
        }
        if (rebalance.round() == 0) {
            return nowMs >= rebalance.dueAtMs()
                    ? ask(rebalance, facts.nextReportId(), 0, nowMs)
                    : waitFor(rebalance, "spouts pause until nothing is pending");
        }
        DrainRound round = new DrainRound(
                facts.placement().topologyId(),
                supervisors(facts.placement()),
                facts.registered(),
                facts.reports(),
                rebalance.round(),
                PAUSED);
        if (!round.isAnswered()) {
            return nowMs >= rebalance.dueAtMs()
                    ? ask(rebalance, rebalance.round(), rebalance.cleanRounds(), nowMs)
                    : waitFor(rebalance, "spouts pause; reports are awaited");
        }
        if (!round.isQuiet()) {
            return waitFor(rebalance.resting(nowMs + ROUND_INTERVAL_MS), "spouts pause; tuples are under way");
        }
        int cleanRounds = rebalance.cleanRounds() + 1;
        return cleanRounds >= CLEAN_ROUNDS
                ? commit(rebalance, nowMs, "nothing is pending")
                : ask(rebalance, facts.nextReportId(), cleanRounds, nowMs);
    }

    private static RebalanceStep commit(Rebalance rebalance, long nowMs, String reason) {
        return new RebalanceStep(rebalance.due(nowMs + CHECK_INTERVAL_MS), Effect.COMMIT, reason);
    }

    private static RebalanceStep ask(Rebalance rebalance, long reportId, int cleanRounds, long nowMs) {
        return new RebalanceStep(
                rebalance.asked(reportId, cleanRounds, nowMs + ROUND_TIMEOUT_MS),
                Effect.ASK_REPORTS,
                "to see whether it has drained");
    }

    private static RebalanceStep nextOfSwitching(Rebalance before, RebalanceFacts facts, long nowMs) {
        List<WorkerSlot> unsettled = slots(facts.placement()).stream()
                .filter(slot -> !isSettled(slot, facts))
                .toList();
        return unsettled.isEmpty()
                ? new RebalanceStep(before, Effect.SETTLE, "everything has been handed over")
                : waitFor(before.due(nowMs + CHECK_INTERVAL_MS), "not settled yet: " + awaited(unsettled, facts));
    }

    private static RebalanceStep waitFor(Rebalance rebalance, String what) {
        return new RebalanceStep(rebalance.waitingFor(what), Effect.WAIT, what);
    }

    /** What forbids to go on before the commit, null if nothing does. */
    private static @Nullable String trouble(Rebalance rebalance, RebalanceFacts facts) {
        long version = rebalance.plan().next().version();
        for (WorkerSlot slot : slots(facts.placement())) {
            if (!facts.isPresent(slot)) {
                return "supervisor " + slot.supervisorId() + " on " + slot.host() + " is lost";
            }
            @Nullable WorkerReport worker = facts.workerOf(slot).orElse(null);
            @Nullable Long launch = rebalance.launches().get(slot.index());
            if (worker == null) {
                if (launch != null && facts.hasReported(slot)) {
                    return named(slot) + " is gone";
                }
            } else if (launch != null
                    && (worker.state() == WorkerState.LOST
                            || worker.incarnation().launchCount() > launch)) {
                return named(slot) + " has died";
            } else if (worker.switching().failedVersion() == version
                    && worker.switching().preparationError() != null) {
                return named(slot) + " cannot prepare it: " + worker.switching().preparationError();
            }
        }
        return null;
    }

    private static Rebalance watched(Rebalance rebalance, RebalanceFacts facts) {
        Rebalance watched = rebalance;
        for (WorkerSlot slot : slots(facts.placement())) {
            @Nullable WorkerReport worker = facts.workerOf(slot).orElse(null);
            // One that had died before is started again: it is awaited like one that is new.
            if (worker != null
                    && worker.state() != WorkerState.LOST
                    && !watched.launches().containsKey(slot.index())) {
                watched = watched.sawLaunch(slot.index(), worker.incarnation().launchCount());
            }
        }
        return watched;
    }

    private static boolean isReady(WorkerSlot slot, RebalanceFacts facts) {
        Assignment next = Objects.requireNonNull(facts.placement().next());
        return facts.workerOf(slot)
                .map(worker -> worker.switching().preparedVersion() == next.version())
                .orElse(false);
    }

    private static boolean isSettled(WorkerSlot slot, RebalanceFacts facts) {
        if (!facts.isPresent(slot)) {
            return true;
        }
        @Nullable WorkerReport worker = facts.workerOf(slot).orElse(null);
        Assignment inForce = facts.placement().assignment();
        boolean stays = inForce.workers().contains(slot);
        if (worker == null) {
            return !stays && facts.hasReported(slot);
        }
        boolean settled = worker.switching().settledVersion() >= inForce.version();
        // A life that begins now has nothing of the assignment that is left, and none in the one in force.
        boolean empty = worker.state() == WorkerState.LOST || worker.assignmentVersion() == 0;
        return settled || (!stays && empty);
    }

    /** The workers of both assignments. */
    private static List<WorkerSlot> slots(Placement placement) {
        Map<Integer, WorkerSlot> slots = new LinkedHashMap<>();
        placement.assignment().workers().forEach(slot -> slots.put(slot.index(), slot));
        if (placement.change() != null) {
            placement.change().other().workers().forEach(slot -> slots.putIfAbsent(slot.index(), slot));
        }
        return List.copyOf(slots.values());
    }

    /** The supervisors of both assignments. */
    public static Set<String> supervisors(Placement placement) {
        return slots(placement).stream().map(WorkerSlot::supervisorId).collect(Collectors.toUnmodifiableSet());
    }

    /** With what each worker says, and with calls that may be why. */
    private static String awaited(List<WorkerSlot> unsettled, RebalanceFacts facts) {
        String workers = unsettled.stream()
                .limit(MOST_NAMED)
                .map(slot -> named(slot)
                        + facts.workerOf(slot).map(RebalanceMachine::why).orElse(", which is starting"))
                .collect(Collectors.joining("; "));
        return workers + more(unsettled);
    }

    private static String why(WorkerReport worker) {
        List<String> reasons = new ArrayList<>(
                worker.switching().awaited().stream().limit(MOST_NAMED).toList());
        worker.insight().calls().stream()
                .filter(BusyCall::isHung)
                .map(call -> call.executor().component() + ": " + call.method() + " has not returned for more than "
                        + tens(call.forMs()) + " s at " + call.place() + "; if it never will, end its process: kill -9 "
                        + worker.pid())
                .forEach(reasons::add);
        return reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")";
    }

    /** In steps, so that who waits is not told the same every second. */
    private static long tens(long millis) {
        long seconds = millis / 1_000;
        return seconds < 10 ? Math.min(seconds, 5) : seconds / 10 * 10;
    }

    private static String more(List<WorkerSlot> slots) {
        return slots.size() > MOST_NAMED ? " and " + (slots.size() - MOST_NAMED) + " more" : "";
    }

    private static String named(WorkerSlot slot) {
        return "worker " + slot.index() + " at " + slot.host() + ":" + slot.port();
    }

    private static String named(List<WorkerSlot> slots) {
        return slots.stream().limit(MOST_NAMED).map(RebalanceMachine::named).collect(Collectors.joining(", "))
                + more(slots);
    }
}
