package dev.vendaval.flux.check;

import dev.vendaval.api.SubmitException;
import dev.vendaval.api.TopologyBuilder;
import dev.vendaval.flux.model.Located;
import dev.vendaval.flux.model.ObjectModel;
import dev.vendaval.flux.model.TopologyModel;
import dev.vendaval.flux.model.VertexModel;
import dev.vendaval.flux.problem.Problems;
import java.util.HashMap;
import java.util.Map;

/** Each id once, and those of spouts and bolts as the API wants them. */
final class IdChecks {
    private final TopologyModel topology;
    private final Problems problems;

    IdChecks(TopologyModel topology, Problems problems) {
        this.topology = topology;
        this.problems = problems;
    }

    void check() {
        Map<String, ObjectModel> first = new HashMap<>();
        for (ObjectModel object : topology.named()) {
            Located<String> id = object.id();
            ObjectModel earlier = id == null ? null : first.putIfAbsent(id.value(), object);
            if (id != null && earlier != null && earlier.id() != null) {
                problems.error(
                        id.at(),
                        "id '" + id.value() + "' is used twice",
                        "each id once among components, spouts, bolts and worker hooks; the first is at "
                                + earlier.id().at());
            }
        }
        topology.vertices().stream().map(VertexModel::object).forEach(this::checkRule);
    }

    private void checkRule(ObjectModel object) {
        Located<String> id = object.id();
        if (id == null) {
            return;
        }
        try {
            // The rule itself is the builder's.
            new TopologyBuilder().setSpout(id.value(), new NoSpout());
        } catch (SubmitException e) {
            problems.error(id.at(), String.valueOf(e.getMessage()), String.valueOf(e.hint()));
        }
    }
}
