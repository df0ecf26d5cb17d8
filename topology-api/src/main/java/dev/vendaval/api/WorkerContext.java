package dev.vendaval.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * What a worker knows of its topology. Callable from any thread. Task lists are snapshots taken at the call: a rebalance
 * may change them. Everything returned is unmodifiable.
 *
 * <p>Methods that take a component or stream throw {@link IllegalArgumentException} if there is no such one, naming those
 * there are.
 */
public interface WorkerContext {
    /**
     * The id of the topology, unique over time.
     *
     * @return the id that submit returned
     */
    String getTopologyId();

    /**
     * The name the topology was submitted under.
     *
     * @return unique among live topologies
     */
    String getTopologyName();

    /**
     * All components of the user's.
     *
     * @return their ids
     */
    Set<String> getComponentIds();

    /**
     * The tasks of a component now. A rebalance may add tasks to a bolt (their ids are above all others); those that were
     * there keep their ids and their order. An instance that was made before sees them once its worker follows the rebalance,
     * one that is made with the rebalance from the beginning.
     *
     * @param componentId which
     * @return task ids in ascending order
     */
    List<Integer> getComponentTasks(String componentId);

    /**
     * The component a task belongs to.
     *
     * @param taskId which
     * @return its component's id
     * @throws IllegalArgumentException if there is no such task
     */
    String getComponentId(int taskId);

    /**
     * All tasks now.
     *
     * @return component id by task id
     */
    Map<Integer, String> getTaskToComponent();

    /**
     * The streams a component declares.
     *
     * @param componentId which
     * @return stream ids
     */
    Set<String> getComponentStreams(String componentId);

    /**
     * The fields of a stream.
     *
     * @param componentId that declares it
     * @param streamId which
     * @return its fields
     */
    Fields getComponentOutputFields(String componentId, String streamId);

    /**
     * What a component subscribes to.
     *
     * @param componentId which
     * @return grouping by stream; empty for a spout
     */
    Map<GlobalStreamId, Grouping> getSources(String componentId);

    /**
     * Who subscribes to a component.
     *
     * @param componentId which
     * @return by stream id, the grouping by subscribing component; streams without subscribers are left out
     */
    Map<String, Map<String, Grouping>> getTargets(String componentId);

    /**
     * The host this worker runs on.
     *
     * @return as its supervisor is configured
     */
    String getThisWorkerHost();

    /**
     * The port of this worker's slot.
     *
     * @return a port of its supervisor's
     */
    int getThisWorkerPort();

    /**
     * The tasks this worker runs now.
     *
     * @return task ids in ascending order
     */
    List<Integer> getThisWorkerTasks();

    /**
     * Where this worker's topology code is.
     *
     * @return the directory of the topology's artifacts; in local mode the working directory
     */
    Path getCodeDirectory();

    /**
     * A pool shared by this worker's tasks, for asynchronous work; stopped with the worker.
     *
     * @return the same for every task of the worker
     */
    ExecutorService getSharedExecutor();
}
