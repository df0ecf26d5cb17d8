package dev.vendaval.flux;

import dev.vendaval.api.Config;
import dev.vendaval.api.Topology;
import dev.vendaval.flux.problem.Problem;
import java.util.List;

/**
 * What a topology file makes.
 *
 * @param name to submit it under
 * @param config to submit it with
 * @param topology to submit
 * @param warnings what the file says and is not done
 */
public record FluxTopology(String name, Config config, Topology topology, List<Problem> warnings) {
    /** Copies the list. */
    public FluxTopology {
        warnings = List.copyOf(warnings);
    }
}
