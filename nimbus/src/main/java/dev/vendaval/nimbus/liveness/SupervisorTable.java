package dev.vendaval.nimbus.liveness;

import dev.vendaval.nimbus.scheduling.UsedSlot;
import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.SupervisorLinkService.CommandSender;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.WorkerSlot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The supervisors as the leader sees them: present ones by their registration in the cluster state, the newest report
 * of each, the conversation with each. Owned by the thread {@code nimbus}.
 *
 * <p>A supervisor is present exactly while it is registered: a conversation that breaks says nothing, since it is opened
 * anew. The last report of one that has gone is kept while a topology it ran exists, for the counts in it.
 */
public final class SupervisorTable {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorTable.class);

    private final Map<String, SupervisorRecord> registered = new TreeMap<>();
    private final Map<String, SupervisorReport> reports = new TreeMap<>();
    private final Map<String, CommandSender> conversations = new HashMap<>();
    private final MovedReports moved = new MovedReports();

    /** Takes over who is present; says whether anything changed. */
    public boolean register(Collection<SupervisorRecord> present) {
        Map<String, SupervisorRecord> next = new TreeMap<>();
        present.forEach(supervisor -> next.put(supervisor.id(), supervisor));
        if (next.equals(registered)) {
            return false;
        }
        next.values().stream()
                .filter(supervisor -> !registered.containsKey(supervisor.id()))
                .forEach(supervisor -> LOG.info(
                        "supervisor {} on {} has joined with {} slots",
                        supervisor.id(),
                        supervisor.host(),
                        supervisor.slots().size()));
        registered.keySet().stream()
                .filter(id -> !next.containsKey(id))
                .forEach(id -> LOG.warn("supervisor {} is lost: its registration has ended", id));
        registered.clear();
        registered.putAll(next);
        return true;
    }

    /** Whether this is the conversation with that supervisor, and not a new one. */
    public boolean speaksOn(CommandSender conversation, String supervisorId) {
        return conversations.get(supervisorId) == conversation;
    }

    /** Takes over a report; says whether the slots with a worker in them changed. */
    public boolean report(CommandSender conversation, SupervisorReport report) {
        String id = report.supervisor().id();
        boolean isNew = !speaksOn(conversation, id);
        CommandSender before = conversations.put(id, conversation);
        if (isNew) {
            LOG.info("supervisor {} on {} is connected", id, report.supervisor().host());
            if (before != null) {
                before.close();
            }
        }
        SupervisorReport previous = reports.put(id, moved.addTo(report));
        return previous == null || !workersBySlot(previous).equals(workersBySlot(report));
    }

    /** A worker that has no supervisor has reported by itself; a supervisor that reports too knows better. */
    public void reportDirect(WorkerSlot slot, WorkerReport worker) {
        String id = slot.supervisorId();
        if (conversations.containsKey(id)) {
            return;
        }
        SupervisorReport known = reports.get(id);
        SupervisorRecord supervisor =
                known == null ? new SupervisorRecord(id, slot.host(), 0, List.of(slot.port())) : known.supervisor();
        List<WorkerReport> workers = new ArrayList<>();
        if (known != null) {
            known.workers().stream()
                    .filter(each -> each.port() != worker.port())
                    .forEach(workers::add);
        }
        workers.add(worker);
        reports.put(
                id,
                new SupervisorReport(
                        supervisor,
                        0,
                        List.copyOf(workers),
                        known == null ? List.of() : known.retired(),
                        known == null ? List.of() : known.notices()));
    }

    /** The workers that a topology had at these supervisors have been moved: only what they had counted is of interest. */
    public void moved(String topologyId, Set<String> supervisorIds) {
        for (String id : supervisorIds) {
            reports.computeIfPresent(id, (each, report) -> moved.move(topologyId, report));
        }
    }

    /** A conversation is over. */
    public void closed(CommandSender conversation) {
        conversations.values().removeIf(each -> each == conversation);
    }

    /** Asks these supervisors for reports made from now on; one without a conversation is asked again later. */
    public void askReports(Set<String> supervisorIds, long reportId) {
        for (String id : supervisorIds) {
            CommandSender conversation = conversations.get(id);
            if (conversation != null) {
                conversation.reportNow(reportId);
            }
        }
    }

    /** Ends all conversations, so that the supervisors look for the leader. */
    public void closeConversations() {
        List<CommandSender> open = List.copyOf(conversations.values());
        conversations.clear();
        open.forEach(CommandSender::close);
    }

    /** Forgets reports of supervisors that have gone and of which no live topology has counts. */
    public void forgetAllBut(Set<String> liveTopologyIds) {
        reports.values()
                .removeIf(report -> !registered.containsKey(report.supervisor().id())
                        && Stream.concat(report.workers().stream(), report.retired().stream())
                                .noneMatch(worker -> liveTopologyIds.contains(worker.topologyId())));
        moved.keepOnly(liveTopologyIds);
    }

    public Collection<SupervisorRecord> registered() {
        return Collections.unmodifiableCollection(registered.values());
    }

    public Set<String> registeredIds() {
        return Set.copyOf(registered.keySet());
    }

    /** The newest report of each supervisor, also of ones that have gone; by supervisor id. */
    public Map<String, SupervisorReport> reports() {
        return Collections.unmodifiableMap(reports);
    }

    /** The slots of present supervisors that have a worker, with its topology's id. */
    public Map<UsedSlot, String> workersBySlot() {
        Map<UsedSlot, String> workers = new HashMap<>();
        reports.values().stream()
                .filter(report -> registered.containsKey(report.supervisor().id()))
                .forEach(report -> workers.putAll(workersBySlot(report)));
        return workers;
    }

    private static Map<UsedSlot, String> workersBySlot(SupervisorReport report) {
        return report.workers().stream()
                .collect(Collectors.toMap(
                        worker -> new UsedSlot(report.supervisor().id(), worker.port()),
                        WorkerReport::topologyId,
                        (left, right) -> right));
    }
}
