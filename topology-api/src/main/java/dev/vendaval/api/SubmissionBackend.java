package dev.vendaval.api;

import java.util.Map;

/**
 * Where {@link TopologySubmitter#submit} hands topologies to. The launcher that runs the user's {@code main} installs
 * one; users do not call it.
 */
@FunctionalInterface
public interface SubmissionBackend {
    /**
     * Submits a topology; called on the thread that called {@link TopologySubmitter#submit}.
     *
     * @param name checked by {@link TopologyNames#check}
     * @param configuration plain data, unmodifiable
     * @param topology checked when it was built
     * @return the id of the topology
     * @throws SubmitException if it is refused
     */
    String submit(String name, Map<String, Object> configuration, Topology topology);
}
