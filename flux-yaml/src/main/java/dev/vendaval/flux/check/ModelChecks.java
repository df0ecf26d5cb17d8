package dev.vendaval.flux.check;

import dev.vendaval.api.SubmitException;
import dev.vendaval.api.TopologyNames;
import dev.vendaval.flux.model.Located;
import dev.vendaval.flux.model.TopologyModel;
import dev.vendaval.flux.model.VertexModel;
import dev.vendaval.flux.problem.Problems;

/** All checks of a description. */
public final class ModelChecks {
    private ModelChecks() {}

    /**
     * Tells whatever is wrong. Where a part could not be read nothing is said to be missing.
     */
    public static void check(TopologyModel topology, Problems problems) {
        boolean whole = topology.complete();
        checkName(topology, whole, problems);
        checkSource(topology, whole, problems);
        topology.vertices().forEach(vertex -> checkTasks(vertex, problems));
        new IdChecks(topology, problems).check();
        new ReferenceChecks(topology, whole, problems).check();
        new StreamChecks(topology, whole, problems).check();
    }

    private static void checkName(TopologyModel topology, boolean whole, Problems problems) {
        Located<String> name = topology.name();
        if (name == null) {
            if (whole) {
                problems.error(topology.at(), "the topology has no name", "add 'name: ...' at the top");
            }
            return;
        }
        try {
            TopologyNames.check(name.value());
        } catch (SubmitException e) {
            problems.error(name.at(), String.valueOf(e.getMessage()), String.valueOf(e.hint()));
        }
    }

    private static void checkSource(TopologyModel topology, boolean whole, Problems problems) {
        TopologyModel.Source source = topology.source();
        boolean described =
                !topology.vertices().isEmpty() || !topology.streams().isEmpty();
        if (source != null && described) {
            problems.error(
                    source.object().at(),
                    "the topology has both a topologySource and spouts, bolts or streams",
                    "keep one of them: a topologySource makes the whole topology");
        } else if (source != null && !topology.workerHooks().isEmpty()) {
            problems.error(
                    topology.workerHooks().get(0).at(),
                    "worker hooks beside a topologySource",
                    "add them in its code, by TopologyBuilder.addWorkerHook");
        } else if (source == null && topology.spouts().isEmpty() && whole) {
            problems.error(
                    topology.at(),
                    "the topology has no spout",
                    "add one under 'spouts': nothing else brings tuples in (or name a topologySource)");
        }
    }

    private static void checkTasks(VertexModel vertex, Problems problems) {
        Located<Integer> tasks = vertex.tasks();
        if (tasks != null && tasks.value() < vertex.executors()) {
            problems.error(
                    tasks.at(),
                    vertex.object().title() + " has numTasks " + tasks.value() + " for parallelism "
                            + vertex.executors(),
                    "every executor runs at least one task: at least " + vertex.executors() + " tasks, or at most "
                            + tasks.value() + " executors");
        }
    }
}
