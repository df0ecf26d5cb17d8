package dev.vendaval.protocol.topology;

import dev.vendaval.protocol.config.TopologyConfig;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What rebalances have changed of a topology's configuration since its submit. A part of each assignment, so that whoever
 * knows where tasks run knows how they are configured. Immutable.
 *
 * @param values the changed keys, validated; they go over those of the definition and under those of a component
 * @param recreations how often a component's instances have been re-created for that, so far; one that is not there: never
 */
public record ConfigChange(Map<String, Object> values, Map<String, Integer> recreations) {
    /** As submitted. */
    public static final ConfigChange NONE = new ConfigChange(Map.of(), Map.of());

    public ConfigChange {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        recreations = Map.copyOf(recreations);
    }

    /** The same with more values, for which the instances of these components are re-created. */
    public ConfigChange with(Map<String, Object> more, Set<String> recreated) {
        Map<String, Integer> counts = new HashMap<>(recreations);
        recreated.forEach(component -> counts.merge(component, 1, Integer::sum));
        return new ConfigChange(TopologyConfig.merge(values, more), counts);
    }

    /** How often a component's instances have been re-created for it. */
    public int timesRecreated(String component) {
        return recreations.getOrDefault(component, 0);
    }
}
