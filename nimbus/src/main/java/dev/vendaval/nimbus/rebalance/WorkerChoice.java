package dev.vendaval.nimbus.rebalance;

import dev.vendaval.nimbus.scheduling.SupervisorSlots;
import dev.vendaval.protocol.state.WorkerSlot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which workers stay, which leave and where new ones begin, spread over supervisors as at a submit: each goes to the
 * supervisor with the fewest of this topology, and who leaves is from the one with the most, and has the least to move. Owned by one plan.
 */
final class WorkerChoice {
    private final List<SupervisorSlots> supervisors;
    private final Map<Integer, Integer> reluctance;
    private final long lease;
    private final List<WorkerSlot> chosen;
    /** Of all that are there, so that an index names one worker only while both assignments are known, or one is ending. */
    private final Set<Integer> usedIndexes = new HashSet<>();

    private final Map<String, Integer> taken = new HashMap<>();

    /**
     * A choice to be made.
     *
     * @param staying those that may stay
     * @param supervisors those that may have workers, with their free slots
     * @param reluctance how much each worker has that would move if it left, by its index
     * @param usedIndexes of all workers of the present assignment, and of those that are ending
     * @param lease of new slots
     */
    WorkerChoice(
            List<WorkerSlot> staying,
            List<SupervisorSlots> supervisors,
            Map<Integer, Integer> reluctance,
            Set<Integer> usedIndexes,
            long lease) {
        this.chosen = new ArrayList<>(staying);
        this.supervisors = supervisors;
        this.reluctance = reluctance;
        this.usedIndexes.addAll(usedIndexes);
        this.lease = lease;
    }

    /** That many workers, the staying ones first. */
    List<WorkerSlot> of(int count, boolean spread) {
        while (chosen.size() > count) {
            chosen.remove(leaving());
        }
        while (chosen.size() < count) {
            begin(freest().orElseThrow(() -> new IllegalStateException("no free slot is left")));
        }
        while (spread && spreadOne()) {
            // each turn takes one from a supervisor with at least two more than another
        }
        return List.copyOf(chosen);
    }

    private int workersOn(String supervisorId) {
        return (int) chosen.stream()
                .filter(worker -> worker.supervisorId().equals(supervisorId))
                .count();
    }

    private WorkerSlot leaving() {
        return chosen.stream()
                .min(Comparator.<WorkerSlot>comparingInt(worker -> -workersOn(worker.supervisorId()))
                        .thenComparingInt(worker -> reluctance.getOrDefault(worker.index(), 0))
                        .thenComparingInt(worker -> -worker.index()))
                .orElseThrow(() -> new IllegalStateException("no worker is left"));
    }

    private Optional<SupervisorSlots> freest() {
        return supervisors.stream()
                .filter(each -> free(each) > 0)
                .min(Comparator.<SupervisorSlots>comparingInt(each -> workersOn(each.id()))
                        .thenComparing(each -> free(each) <= each.ending()) // false, one that is empty, comes first
                        .thenComparingInt(each -> -free(each))
                        .thenComparing(SupervisorSlots::id));
    }

    private int free(SupervisorSlots supervisor) {
        return supervisor.free().size() - taken.getOrDefault(supervisor.id(), 0);
    }

    private void begin(SupervisorSlots supervisor) {
        int port = supervisor.free().get(taken.merge(supervisor.id(), 1, Integer::sum) - 1);
        int index = 0;
        while (!usedIndexes.add(index)) {
            index++;
        }
        chosen.add(new WorkerSlot(index, supervisor.id(), supervisor.host(), port, lease));
    }

    private boolean spreadOne() {
        Optional<SupervisorSlots> target = freest();
        if (target.isEmpty() || chosen.isEmpty()) {
            return false;
        }
        WorkerSlot leaving = leaving();
        if (workersOn(leaving.supervisorId()) < workersOn(target.get().id()) + 2) {
            return false;
        }
        chosen.remove(leaving);
        begin(target.get());
        return true;
    }
}
