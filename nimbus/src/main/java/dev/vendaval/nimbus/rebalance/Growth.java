package dev.vendaval.nimbus.rebalance;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentKind;
import dev.vendaval.api.ComponentMemory;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.Subscription;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.topology.AddedTasks;
import dev.vendaval.protocol.topology.TaskGrowth;
import dev.vendaval.protocol.topology.TaskLayout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Which components may get more tasks, how many, and which ids those have. Pure. */
final class Growth {
    private Growth() {}

    /** What has grown once the wish, which was checked, is fulfilled. New ids are above all that were ever used. */
    static TaskGrowth wished(PlanRequest request) {
        TaskGrowth growth = request.current().growth();
        for (Map.Entry<String, Integer> wish : new TreeMap<>(request.wish().executors()).entrySet()) {
            int more = wish.getValue() - request.layout().tasksOf(wish.getKey()).size();
            if (more > 0) {
                int first = highestUsed(request.layout(), growth) + 1;
                List<Integer> tasks =
                        IntStream.range(first, first + more).boxed().toList();
                growth = growth.with(new AddedTasks(wish.getKey(), tasks));
            }
        }
        return growth;
    }

    private static int highestUsed(TaskLayout layout, TaskGrowth growth) {
        return Math.max(layout.highestTask(), growth.highestTask());
    }

    /** With the tasks of that growth. */
    static TaskLayout layout(PlanRequest request, TaskGrowth growth) {
        return growth.added().equals(request.current().growth().added())
                ? request.layout()
                : TaskLayout.of(
                        request.definition().topology(), request.definition().config(), growth);
    }

    /** Why a component cannot get tasks, as a part of a sentence; empty if it can. */
    static Optional<String> obstacle(ComponentDefinition component) {
        if (component.kind() == ComponentKind.SPOUT) {
            return Optional.of("spouts do not grow, since their tasks share the source by number");
        }
        return component.subscriptions().stream()
                .map(input -> obstacle(component, input))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> obstacle(ComponentDefinition component, Subscription input) {
        String from = "its input from '" + input.source() + "', stream '" + input.stream() + "', ";
        return switch (input.grouping().kind()) {
            case DIRECT -> Optional.of(from + "is direct, and the sender knows the tasks that there were");
            case CUSTOM -> Optional.of(from + "has a custom grouping, which was told of the tasks that there were");
            case GLOBAL -> Optional.of(from + "goes to one task, however many there are");
            case FIELDS -> keyObstacle(component, input, from);
            case SHUFFLE, LOCAL_OR_SHUFFLE, NONE, ALL, PARTIAL_KEY -> Optional.empty();
        };
    }

    private static Optional<String> keyObstacle(ComponentDefinition component, Subscription input, String from) {
        if (!isByKey(input)) {
            return Optional.of(from + "goes to one task, however many there are");
        }
        return component.memory() == ComponentMemory.LEFT_BEHIND
                ? Optional.of(from + "is by fields, and keys that go to new tasks would leave their memory behind:"
                        + " the bolt neither implements StateHandover nor is declared stateless()")
                : Optional.empty();
    }

    /** Whether a task of it owns each key. */
    static boolean hasKeys(ComponentDefinition component) {
        return component.subscriptions().stream().anyMatch(Growth::isByKey);
    }

    private static boolean isByKey(Subscription input) {
        Fields fields = input.grouping().fields();
        return input.grouping().kind() == Grouping.Kind.FIELDS && fields != null && fields.size() > 0;
    }

    /** How many tasks a component could have that can grow. */
    static int most(PlanRequest request, ComponentDefinition component) {
        TaskLayout layout = request.layout();
        int present = layout.tasksOf(component.id()).size();
        int free = Math.min(
                TaskLayout.MOST_TASKS - layout.taskCount(),
                TaskLayout.HIGHEST_ID - highestUsed(layout, request.current().growth()));
        int most = present + Math.max(0, free);
        if (hasKeys(component)) {
            most = Math.min(most, layout.keyGroupsOf(component.id()).count());
        }
        Integer cap = TopologySettings.of(TopologyConfig.merge(
                        request.definition().config(), TopologyConfig.validated(component.configuration())))
                .maxTaskParallelism();
        return cap == null ? most : Math.max(present, Math.min(most, cap));
    }
}
