package dev.vendaval.nimbus.rebalance;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.SubmitException;
import dev.vendaval.protocol.config.ConfigException;
import dev.vendaval.protocol.config.KeyChange;
import dev.vendaval.protocol.config.Redaction;
import dev.vendaval.protocol.config.TopologyConfig;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.topology.ConfigChange;
import dev.vendaval.protocol.topology.TaskGrowth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which configuration keys of a topology that runs are to have other values, and whose instances are re-created for that:
 * those of every component that may have read a changed key of the user's, unless the component sets that key itself. Pure.
 */
final class Reconfiguration {
    private final PlanRequest request;
    private final Map<String, Object> changed;

    private Reconfiguration(PlanRequest request, Map<String, Object> changed) {
        this.request = request;
        this.changed = changed;
    }

    /** Checks what is wished; a key that has its value already is none of it. */
    static Reconfiguration of(PlanRequest request) {
        Map<String, Object> wished = validated(request.wish().config());
        Map<String, Object> changed = new LinkedHashMap<>();
        wished.forEach((key, value) -> {
            if (!Objects.equals(value, request.definition().config().get(key))) {
                refuseFixed(key);
                changed.put(key, value);
            }
        });
        return new Reconfiguration(request, Collections.unmodifiableMap(changed));
    }

    private static Map<String, Object> validated(Map<String, Object> wished) {
        try {
            return TopologyConfig.validated(wished);
        } catch (ConfigException e) {
            throw new ServiceException(SubmitException.Code.CONFIG, String.valueOf(e.getMessage()), null, e);
        }
    }

    private static void refuseFixed(String key) {
        if (TopologyConfig.change(key) == KeyChange.FIXED) {
            String hint = switch (key) {
                case "topology.workers" -> "the number of workers changes with -n N";
                case "topology.tasks", "topology.max.task.parallelism" ->
                    "the number of a component's executors changes with -e COMPONENT=N";
                default ->
                    "possible: keys of your own, which re-create executors, and "
                            + String.join(", ", TopologyConfig.liveKeys())
                            + "; for another one kill the topology and submit it with -c KEY=VALUE";
            };
            throw new ServiceException(
                    SubmitException.Code.ILLEGAL_STATE,
                    key + " cannot be changed while a topology runs: it is settled when the topology or its workers"
                            + " begin",
                    hint);
        }
    }

    /** The configuration once this is done. */
    ConfigChange next() {
        return changed.isEmpty()
                ? request.current().config()
                : request.current().config().with(changed, recreated());
    }

    /** The components whose instances are re-created. */
    Set<String> recreated() {
        return request.definition().topology().components().stream()
                .filter(component -> changed.keySet().stream().anyMatch(key -> mayHaveRead(component, key)))
                .map(ComponentDefinition::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean mayHaveRead(ComponentDefinition component, String key) {
        return TopologyConfig.change(key) == KeyChange.RECREATES && !sets(component, key);
    }

    private static boolean sets(ComponentDefinition component, String key) {
        return TopologyConfig.validated(component.configuration()).containsKey(key);
    }

    /** Why its instances cannot be re-created in a change in which a component gets tasks, too. */
    void refuseGrowing(TaskGrowth growth) {
        Set<String> recreated = recreated();
        growth.added().stream()
                .skip(request.current().growth().added().size())
                .filter(added -> recreated.contains(added.component()))
                .findFirst()
                .ifPresent(added -> {
                    throw new ServiceException(
                            SubmitException.Code.ILLEGAL_STATE,
                            "component '" + added.component() + "' cannot get tasks and be re-created for "
                                    + String.join(", ", changed.keySet()) + " in one rebalance",
                            "do one after the other: first with -t, then with -e");
                });
    }

    /** A part of a sentence: for which keys instances of a component are re-created. */
    String reason(String component) {
        ComponentDefinition definition = request.definition().topology().component(component);
        return "it is re-created, since it may have read "
                + changed.keySet().stream()
                        .filter(key -> mayHaveRead(definition, key))
                        .collect(Collectors.joining(", "));
    }

    /** What becomes of each key, for people. */
    List<String> sentences() {
        Map<String, Object> before = Redaction.redacted(request.definition().config());
        Map<String, Object> after = Redaction.redacted(changed);
        List<String> sentences = new ArrayList<>();
        after.forEach((key, value) ->
                sentences.add(key + ": " + before.getOrDefault(key, "not set") + " -> " + value + ", " + effect(key)));
        return sentences;
    }

    private String effect(String key) {
        List<ComponentDefinition> components = request.definition().topology().components();
        String own = components.stream()
                .filter(component -> sets(component, key))
                .map(ComponentDefinition::id)
                .sorted()
                .collect(Collectors.joining(", "));
        String exception = own.isEmpty() ? "" : "; not in " + own + ", with a value of their own";
        if (TopologyConfig.change(key) == KeyChange.LIVE) {
            return "live" + exception;
        }
        String recreated = components.stream()
                .filter(component -> mayHaveRead(component, key))
                .map(ComponentDefinition::id)
                .sorted()
                .collect(Collectors.joining(", "));
        return (recreated.isEmpty() ? "which changes nothing that runs" : "re-creates " + recreated) + exception;
    }
}
