package dev.vendaval.client;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.NimbusService;
import dev.vendaval.protocol.service.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Waits until killed topologies are gone, so that their names are free; used by one thread once. */
final class KillAwaiter {
    private final NimbusService nimbus;
    private final Caller caller;
    private final Map<String, String> nameById;
    private final News news;

    KillAwaiter(NimbusService nimbus, Caller caller, Map<String, String> nameById, ProgressListener listener) {
        this.nimbus = nimbus;
        this.caller = caller;
        this.nameById = nameById;
        this.news = new News(listener);
    }

    void await(Deadline deadline) {
        List<String> left = left(List.copyOf(nameById.values()));
        while (!left.isEmpty()) {
            tell(left);
            if (!deadline.pause()) {
                throw notInTime(left);
            }
            left = left(left);
        }
    }

    /** As before if no Nimbus answers: what was accepted goes on once one leads. */
    private List<String> left(List<String> before) {
        try {
            List<String> left = new ArrayList<>();
            for (TopologySummary topology : nimbus.list(caller)) {
                if (nameById.containsKey(topology.id())) {
                    left.add(topology.name());
                }
            }
            return left;
        } catch (ServiceException e) {
            if (!Deadline.mayBeAskedAgain(e)) {
                throw e;
            }
            return before;
        }
    }

    private void tell(List<String> left) {
        StringBuilder sentence = new StringBuilder();
        for (String name : left) {
            sentence.append(sentence.isEmpty() ? "" : "; ")
                    .append(name)
                    .append(": ")
                    .append(stage(name));
        }
        news.tell(sentence.toString());
    }

    private String stage(String name) {
        try {
            TopologyInfo info = nimbus.info(caller, name);
            long pending = info.workers().stream()
                    .mapToLong(worker -> worker.inFlight().pendingTrees())
                    .sum();
            return pending > 0 ? "draining, " + pending + " tuple trees pending" : "cleaning up";
        } catch (ServiceException e) {
            if (e.code() == Code.NOT_FOUND) {
                return "gone";
            }
            if (Deadline.mayBeAskedAgain(e)) {
                return "no answer from Nimbus; the kill goes on as soon as one leads";
            }
            throw e;
        }
    }

    private static ServiceException notInTime(List<String> left) {
        return new ServiceException(
                Code.TIMEOUT,
                "the kill was accepted, but not gone yet: " + String.join(", ", left),
                "it goes on without you; see vendaval list, or wait longer with --timeout SECONDS");
    }
}
