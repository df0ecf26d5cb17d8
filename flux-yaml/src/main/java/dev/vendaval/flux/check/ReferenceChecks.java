package dev.vendaval.flux.check;

import dev.vendaval.api.naming.NearestName;
import dev.vendaval.flux.model.Argument;
import dev.vendaval.flux.model.ObjectModel;
import dev.vendaval.flux.model.TopologyModel;
import dev.vendaval.flux.problem.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** References lead to components, and not in a circle. */
final class ReferenceChecks {
    private final TopologyModel topology;
    private final boolean whole;
    private final Problems problems;
    private final Map<String, ObjectModel> components = new LinkedHashMap<>();

    /** Components all of whose references have been followed. */
    private final Set<String> followed = new HashSet<>();

    ReferenceChecks(TopologyModel topology, boolean whole, Problems problems) {
        this.topology = topology;
        this.whole = whole;
        this.problems = problems;
        topology.components().forEach(component -> components.putIfAbsent(component.idText(), component));
    }

    void check() {
        topology.objects().forEach(object -> object.references().forEach(this::checkTarget));
        components.values().forEach(component -> follow(component, new ArrayList<>()));
    }

    private void checkTarget(Argument.Reference reference) {
        String id = reference.id();
        if (components.containsKey(id) || !whole) {
            return;
        }
        boolean other =
                topology.named().stream().anyMatch(object -> object.idText().equals(id));
        problems.error(
                reference.at(),
                other ? "ref to '" + id + "', which is no component" : "ref to '" + id + "', which does not exist",
                other
                        ? "only what is defined under components can be referred to"
                        : NearestName.hint("components", id, components.keySet()));
    }

    private void follow(ObjectModel component, List<String> path) {
        String id = component.idText();
        if (followed.contains(id)) {
            return;
        }
        path.add(id);
        for (Argument.Reference reference : component.references()) {
            int start = path.indexOf(reference.id());
            ObjectModel target = components.get(reference.id());
            if (start >= 0) {
                String circle = String.join(" -> ", path.subList(start, path.size())) + " -> " + reference.id();
                problems.error(
                        reference.at(),
                        "components refer to each other in a circle: " + circle,
                        "none of them can be made first; remove one of the references");
            } else if (target != null) {
                follow(target, path);
            }
        }
        path.remove(path.size() - 1);
        followed.add(id);
    }
}
