package dev.vendaval.nimbus.scheduling;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses free slots for one topology, one by one: at the supervisor that has the fewest of its workers, then at that with
 * the most free slots, then by id. Owned by one decision.
 */
final class SlotChoice {
    private final List<SupervisorSlots> supervisors;

    /** Workers of the topology, those chosen here included. */
    private final Map<String, Integer> workers = new HashMap<>();

    private final Map<String, Integer> chosen = new HashMap<>();

    /** A free slot. */
    record Choice(String supervisorId, String host, int port) {}

    SlotChoice(List<SupervisorSlots> supervisors) {
        this.supervisors = supervisors;
    }

    /** The topology has a worker there already. */
    void hasWorkerAt(String supervisorId) {
        workers.merge(supervisorId, 1, Integer::sum);
    }

    /** The next slot; empty if none is free any more. */
    Optional<Choice> next() {
        Comparator<SupervisorSlots> best = Comparator.<SupervisorSlots>comparingInt(
                        each -> workers.getOrDefault(each.id(), 0))
                .thenComparing(
                        Comparator.<SupervisorSlots>comparingInt(this::free).reversed())
                .thenComparing(SupervisorSlots::id);
        return supervisors.stream().filter(each -> free(each) > 0).min(best).map(this::take);
    }

    private int free(SupervisorSlots supervisor) {
        return supervisor.free().size() - chosen.getOrDefault(supervisor.id(), 0);
    }

    private Choice take(SupervisorSlots supervisor) {
        workers.merge(supervisor.id(), 1, Integer::sum);
        int port = supervisor.free().get(chosen.merge(supervisor.id(), 1, Integer::sum) - 1);
        return new Choice(supervisor.id(), supervisor.host(), port);
    }
}
