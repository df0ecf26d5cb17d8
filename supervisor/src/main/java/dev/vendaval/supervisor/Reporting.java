package dev.vendaval.supervisor;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.SlotNotice;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.supervisor.slot.Slot;
import dev.vendaval.supervisor.slot.SlotState;
import dev.vendaval.supervisor.slot.SlotTarget;
import dev.vendaval.supervisor.worker.LiveWorker;
import dev.vendaval.supervisor.worker.Reports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What Nimbus is told and when: every second, and at once after anything has changed. A report that
 * Nimbus asked for is claimed only when every worker that lives and is not on its way out has made one
 * since. Owned by the supervisor's owner thread.
 */
final class Reporting {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Twice the longest pause between two tries of a worker to reach its supervisor, and a report. */
    private static final Duration WAIT_FOR_ADOPTED = Duration.ofSeconds(3);

    private final SupervisorRecord supervisor;
    private final SlotBoard slots;
    private final Workers workers;
    private final NimbusLink nimbus;
    private final LongSupplier nanoTime;
    private final DeadWorkers dead;
    private final Map<Integer, SlotNotice> strayNotices = new TreeMap<>();
    private final long waitsForAdoptedUntilNanos;
    private long nextAtNanos;
    private boolean dirty;
    private long askedReportId;
    private long claimedReportId;

    Reporting(
            SupervisorRecord supervisor,
            SlotBoard slots,
            Workers workers,
            DeadWorkers dead,
            NimbusLink nimbus,
            LongSupplier nanoTime) {
        this.dead = dead;
        this.supervisor = supervisor;
        this.slots = slots;
        this.workers = workers;
        this.nimbus = nimbus;
        this.nanoTime = nanoTime;
        this.nextAtNanos = nanoTime.getAsLong();
        this.waitsForAdoptedUntilNanos = nextAtNanos + WAIT_FOR_ADOPTED.toNanos();
    }

    /** There is news for Nimbus. */
    void somethingChanged() {
        dirty = true;
    }

    /** Assignments to ports that are not slots of this host, for the user. */
    void strayAssignments(List<SlotNotice> notices) {
        strayNotices.clear();
        notices.forEach(notice -> strayNotices.put(notice.port(), notice));
        dirty = true;
    }

    /** A new conversation: what another Nimbus has asked for does not count. */
    void conversationBegins() {
        askedReportId = 0;
        claimedReportId = 0;
        dirty = true;
    }

    /** Nimbus asks: every worker is asked in turn. */
    void asked(long reportId) {
        askedReportId = Math.max(askedReportId, reportId);
        workers.all().forEach(this::ask);
        dirty = true;
    }

    /** Passes what Nimbus has asked for on to a worker that has just connected. */
    void ask(LiveWorker worker) {
        if (askedReportId > 0) {
            worker.send(new WorkerOrder.ReportNow(askedReportId));
        }
    }

    /** Sends a report if there is news or a second has passed. */
    void sendIfDue() {
        dirty |= slots.takeChanged();
        long now = nanoTime.getAsLong();
        if (waitsForAdopted(now)) {
            return;
        }
        if (dirty || now - nextAtNanos >= 0) {
            dirty = false;
            nextAtNanos = now + INTERVAL.toNanos();
            nimbus.send(report());
        }
    }

    /**
     * Nimbus still has the last report of the supervisor before this one: as long as adopted workers have not told
     * what they have counted, a report without it would make totals jump back.
     */
    private boolean waitsForAdopted(long now) {
        return now - waitsForAdoptedUntilNanos < 0
                && workers.all().stream()
                        .anyMatch(worker ->
                                worker.isAdopted() && worker.lastReport().isEmpty());
    }

    private SupervisorReport report() {
        List<WorkerReport> reports = new ArrayList<>();
        List<SlotNotice> notices = new ArrayList<>(strayNotices.values());
        boolean allAnswered = true;
        for (Slot slot : slots.all()) {
            workers.at(slot.port()).map(LiveWorker::report).or(() -> lost(slot)).ifPresent(reports::add);
            allAnswered &= !mustAnswer(slot)
                    || workers.at(slot.port())
                            .map(worker -> worker.hasAnswered(askedReportId))
                            .orElse(true);
            if (slot.notice() != null && !dead.hasTold(slot.port(), slot.notice())) {
                notices.add(new SlotNotice(slot.busyWith().topologyId(), slot.port(), Reports.bounded(slot.notice())));
            }
        }
        notices.addAll(dead.notices());
        claimedReportId = allAnswered ? askedReportId : claimedReportId;
        return new SupervisorReport(supervisor, claimedReportId, reports, dead.retired(), notices);
    }

    private static boolean mustAnswer(Slot slot) {
        return slot.state() == SlotState.LAUNCHING
                || slot.state() == SlotState.ADOPTED
                || slot.state() == SlotState.RUNNING;
    }

    /** A worker that died and is not yet replaced; what it had counted is among the retired. */
    private static Optional<WorkerReport> lost(Slot slot) {
        if (slot.state() != SlotState.BACKOFF || slot.launch() == 0) {
            return Optional.empty();
        }
        SlotTarget target = slot.busyWith();
        Incarnation incarnation = new Incarnation(target.workerIndex(), target.lease(), slot.launch());
        return Optional.of(Reports.without(target.topologyId(), slot.port(), 0, incarnation, WorkerState.LOST, 0));
    }
}
