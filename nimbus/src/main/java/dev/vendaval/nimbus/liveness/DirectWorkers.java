package dev.vendaval.nimbus.liveness;

import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.service.WorkerLinkService.OrderSender;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers that report to Nimbus themselves, since they have no supervisor. Owned by the thread {@code nimbus}. */
public final class DirectWorkers {
    private static final Logger LOG = LoggerFactory.getLogger(DirectWorkers.class);

    private final List<DirectWorker> workers = new ArrayList<>();

    /** A worker has begun a conversation, or says something in it for the first time here. */
    public void heard(WorkerHello hello, OrderSender orders, @Nullable WorkerReport report, long nowMs) {
        DirectWorker worker = workers.stream()
                .filter(each -> each.talksBy(orders))
                .findFirst()
                .orElseGet(() -> begin(hello, orders, nowMs));
        if (report != null) {
            worker.reported(report, nowMs);
        }
    }

    private DirectWorker begin(WorkerHello hello, OrderSender orders, long nowMs) {
        DirectWorker worker = new DirectWorker(hello, orders, nowMs);
        workers.add(worker);
        LOG.info("{} reports by itself: it has no supervisor", worker);
        return worker;
    }

    /** A conversation is over: the worker has a supervisor again, or has ended. */
    public void closed(OrderSender orders) {
        workers.removeIf(each -> each.talksBy(orders));
    }

    /** Forgets those that were last heard before; one that speaks again begins anew. */
    public void forgetSilent(long beforeMs) {
        workers.removeIf(each -> each.heardMs() < beforeMs);
    }

    public Collection<DirectWorker> all() {
        return List.copyOf(workers);
    }

    /** Asks those of a topology for a report made from now on. */
    public void askReports(String topologyId, long reportId) {
        workers.stream().filter(each -> each.topologyId().equals(topologyId)).forEach(each -> each.askReport(reportId));
    }

    /** The supervisors that are not among these and of which a worker reports by itself. */
    public Set<String> orphanedSupervisors(Set<String> present) {
        Set<String> orphaned = new HashSet<>();
        for (DirectWorker worker : workers) {
            String id = worker.supervisorId();
            if (id != null && !present.contains(id)) {
                orphaned.add(id);
            }
        }
        return orphaned;
    }

    /** The reports, those of orphaned supervisors with the workers alone that still report. */
    public Map<String, SupervisorReport> living(Map<String, SupervisorReport> reports, Set<String> orphaned) {
        Map<String, SupervisorReport> living = new HashMap<>(reports);
        for (String id : orphaned) {
            living.computeIfPresent(
                    id,
                    (each, report) -> new SupervisorReport(
                            report.supervisor(),
                            0,
                            report.workers().stream()
                                    .filter(worker -> isHeard(id, worker))
                                    .toList(),
                            report.retired(),
                            report.notices()));
        }
        return living;
    }

    /** Whether the worker of this report, in a slot of this supervisor, reports by itself. */
    public boolean isHeard(String supervisorId, WorkerReport report) {
        return workers.stream()
                .anyMatch(each -> supervisorId.equals(each.supervisorId())
                        && each.topologyId().equals(report.topologyId())
                        && each.incarnation().equals(report.incarnation()));
    }

    /** Ends all conversations, so that the workers look for the leader. */
    public void closeConversations() {
        List<DirectWorker> open = List.copyOf(workers);
        workers.clear();
        open.forEach(DirectWorker::close);
    }
}
