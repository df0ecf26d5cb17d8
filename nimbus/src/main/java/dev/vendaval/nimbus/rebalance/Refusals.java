package dev.vendaval.nimbus.rebalance;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.SubmitException;
import dev.vendaval.api.naming.NearestName;
import dev.vendaval.nimbus.scheduling.SupervisorSlots;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.topology.ComponentTasks;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What cannot be done, each with the reason and what could. Pure. */
final class Refusals {
    private Refusals() {}

    /** Refuses the first wish for executors that cannot be. */
    static void checkExecutors(PlanRequest request) {
        new TreeMap<>(request.wish().executors()).forEach((component, count) -> check(request, component, count));
    }

    private static void check(PlanRequest request, String component, int count) {
        @Nullable ComponentTasks tasks = tasksOf(request, component);
        if (tasks == null) {
            throw new ServiceException(
                    SubmitException.Code.NOT_FOUND,
                    "topology '" + request.definition().name() + "' has no component '" + component + "'",
                    NearestName.hint("components", component, users(request)));
        }
        if (tasks.system()) {
            throw new ServiceException(
                    SubmitException.Code.INVALID_TOPOLOGY,
                    "'" + component + "' is the runtime's own and has no executors to change",
                    "it can be done with: " + String.join(", ", users(request)));
        }
        ComponentDefinition definition = request.definition().topology().component(component);
        int present = tasks.tasks().size();
        Optional<String> obstacle = Growth.obstacle(definition);
        int most = obstacle.isPresent() ? present : Growth.most(request, definition);
        String range = "possible: " + upTo(present) + (most > present ? ", and with more tasks up to " + most : "");
        if (count < 1) {
            throw new ServiceException(
                    SubmitException.Code.INVALID_TOPOLOGY,
                    "component '" + component + "' cannot have " + count + " executors: it needs at least one",
                    range);
        }
        if (count > most) {
            throw new ServiceException(
                    SubmitException.Code.INVALID_TOPOLOGY,
                    "component '" + component + "' has too few tasks for " + count + " executors"
                            + obstacle.map(reason -> ": " + reason).orElse(" and cannot get so many more"),
                    range);
        }
    }

    private static String upTo(int most) {
        return most == 1 ? "1" : "1 to " + most;
    }

    private static @Nullable ComponentTasks tasksOf(PlanRequest request, String component) {
        return request.layout().components().stream()
                .filter(each -> each.component().equals(component))
                .findFirst()
                .orElse(null);
    }

    private static List<String> users(PlanRequest request) {
        return request.layout().components().stream()
                .filter(each -> !each.system())
                .map(ComponentTasks::component)
                .toList();
    }

    /**
     * Refuses a number of workers that cannot be.
     *
     * @param executors how many there are
     * @param slots how many it has or could have
     */
    static void checkWorkers(int count, int executors, int slots) {
        int most = Math.min(executors, slots);
        String why = most == executors && executors < slots ? ", as it has no more executors" : "";
        String range = most == 0 ? "no slot is left for it" : "possible: " + upTo(most) + why;
        if (count < 1) {
            throw new ServiceException(
                    SubmitException.Code.INVALID_TOPOLOGY,
                    count + " workers are not possible: it needs at least one",
                    range);
        }
        if (count > slots) {
            throw new ServiceException(
                    SubmitException.Code.NO_SLOTS,
                    count + " workers need " + count + " slots, and there are " + slots
                            + " that the topology has or that are free",
                    range);
        }
        if (count > executors) {
            throw new ServiceException(
                    SubmitException.Code.INVALID_TOPOLOGY,
                    count + " workers need " + count + " executors, and there are " + executors,
                    range + "; more with more executors: -e COMPONENT=N");
        }
    }

    /**
     * None of its workers may stay, and there is nowhere else.
     *
     * @param workers how many it has
     * @param others that may have workers
     */
    static ServiceException nowhere(int workers, List<SupervisorSlots> others) {
        int slots = others.stream().mapToInt(SupervisorSlots::slots).sum();
        String there = others.isEmpty() ? "there is no other supervisor to use" : "0 of their " + slots + " are free";
        return new ServiceException(
                SubmitException.Code.NO_SLOTS,
                "no slot is free on any other supervisor: it needs " + workers + ", or one at least, and " + there,
                "add a supervisor or free slots first; nothing is changed");
    }
}
