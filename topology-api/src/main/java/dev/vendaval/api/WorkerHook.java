package dev.vendaval.api;

import java.io.Serializable;
import java.util.Map;

/**
 * Code of the user's that runs once in every worker of the topology, added by {@link TopologyBuilder#addWorkerHook}.
 * Called on a thread of the worker's own.
 */
public interface WorkerHook extends Serializable {
    /**
     * Called before any component is opened or prepared.
     *
     * @param configuration of the topology, unmodifiable
     * @param context of this worker
     * @throws Exception ends the worker
     */
    default void start(Map<String, Object> configuration, WorkerContext context) throws Exception {}

    /**
     * Called after every component has been cleaned up, in an orderly stop.
     *
     * @throws Exception logged
     */
    default void shutdown() throws Exception {}
}
