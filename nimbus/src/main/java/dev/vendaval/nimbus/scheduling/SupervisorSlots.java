package dev.vendaval.nimbus.scheduling;

import dev.vendaval.protocol.state.SupervisorRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A supervisor that is present and which of its slots are free.
 *
 * @param slots how many slots it has
 * @param free ports of the free ones, ascending; those in which a worker is still ending come last
 * @param ending how many of these that are
 */
public record SupervisorSlots(String id, String host, int slots, List<Integer> free, int ending) {
    public SupervisorSlots {
        free = List.copyOf(free);
    }

    /** None of its free slots has a worker. */
    public SupervisorSlots(String id, String host, int slots, List<Integer> free) {
        this(id, host, slots, free, 0);
    }

    /** The supervisors in the order of their ids, each with the slots that are in no use. */
    public static List<SupervisorSlots> of(Collection<SupervisorRecord> supervisors, Set<UsedSlot> used) {
        return of(supervisors, used, Set.of());
    }

    /**
     * The supervisors in the order of their ids, each with the slots that are in no use.
     *
     * @param occupied slots that have a worker; where one is in no use, its supervisor starts another once it has ended
     */
    public static List<SupervisorSlots> of(
            Collection<SupervisorRecord> supervisors, Set<UsedSlot> used, Set<UsedSlot> occupied) {
        List<SupervisorSlots> result = new ArrayList<>();
        for (SupervisorRecord supervisor : supervisors) {
            List<Integer> free = supervisor.slots().stream()
                    .distinct()
                    .filter(port -> !used.contains(new UsedSlot(supervisor.id(), port)))
                    .sorted(Comparator.<Integer, Boolean>comparing(
                                    port -> occupied.contains(new UsedSlot(supervisor.id(), port)))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
            int slots = (int) supervisor.slots().stream().distinct().count();
            int ending = (int) free.stream()
                    .filter(port -> occupied.contains(new UsedSlot(supervisor.id(), port)))
                    .count();
            result.add(new SupervisorSlots(supervisor.id(), supervisor.host(), slots, free, ending));
        }
        result.sort(Comparator.comparing(SupervisorSlots::id));
        return List.copyOf(result);
    }
}
