package dev.vendaval.worker.plan;

import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.WorkerSlot;
import dev.vendaval.protocol.topology.ConfigChange;
import dev.vendaval.protocol.topology.TaskGrowth;
import dev.vendaval.protocol.topology.TaskLayout;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything executors need to know of their topology, with small numbers in place of names. The same definition and
 * assignment give the same numbers in every worker. Immutable.
 */
public final class TopologyPlan {
    private final TopologyDefinition definition;
    private final TaskLayout layout;
    private final TaskGrowth growth;
    private final ConfigChange config;
    private final long version;
    private final Map<String, ComponentPlan> components;
    private final List<StreamPlan> streams;
    private final List<ExecutorPlan> executors;
    private final @Nullable ExecutorPlan[] executorByTask;
    private final Map<Integer, WorkerSlot> workers;
    private final int[] spoutTasks;

    TopologyPlan(
            TopologyDefinition definition,
            TaskLayout layout,
            TaskGrowth growth,
            ConfigChange config,
            long version,
            Map<String, ComponentPlan> components,
            List<StreamPlan> streams,
            List<ExecutorPlan> executors,
            Map<Integer, WorkerSlot> workers) {
        this.definition = definition;
        this.layout = layout;
        this.growth = growth;
        this.config = config;
        this.version = version;
        this.components = components;
        this.streams = List.copyOf(streams);
        this.executors = List.copyOf(executors);
        this.executorByTask = byTask(executors, layout.highestTask());
        this.workers = Map.copyOf(workers);
        this.spoutTasks = layout.spoutTasks();
    }

    /** The plan of an assignment of a topology that was submitted so. */
    public static TopologyPlan of(TopologyDefinition submitted, Assignment assignment) {
        TopologyDefinition definition = submitted.with(assignment.config());
        TaskLayout layout = TaskLayout.of(definition.topology(), definition.config(), assignment.growth());
        return new PlanBuilder(definition, layout, assignment).build();
    }

    private static @Nullable ExecutorPlan[] byTask(List<ExecutorPlan> executors, int highestTask) {
        @Nullable ExecutorPlan[] byTask = new @Nullable ExecutorPlan[highestTask + 1];
        for (ExecutorPlan executor : executors) {
            for (int task : executor.tasks()) {
                byTask[task] = executor;
            }
        }
        return byTask;
    }

    /** As submitted, configured as the assignment says. */
    public TopologyDefinition definition() {
        return definition;
    }

    public TaskLayout layout() {
        return layout;
    }

    /** What has grown since the submit. */
    public TaskGrowth growth() {
        return growth;
    }

    /** What of the configuration is another than at the submit. */
    public ConfigChange config() {
        return config;
    }

    /** Of the assignment. */
    public long version() {
        return version;
    }

    /** The user's components, in the order of their ids. */
    public Collection<ComponentPlan> components() {
        return components.values();
    }

    /** One of the user's components; IllegalArgumentException if there is none of that id. */
    public ComponentPlan component(String id) {
        ComponentPlan component = components.get(id);
        if (component == null) {
            throw new IllegalArgumentException("no component '" + id + "'; there are " + components.keySet());
        }
        return component;
    }

    /** Whether executors are the same in another plan, and configured alike. */
    public boolean isLike(TopologyPlan other) {
        return executors.equals(other.executors) && definition.config().equals(other.definition.config());
    }

    /** How many streams there are. */
    public int streamCount() {
        return streams.size();
    }

    /** A stream by the index that goes on the wire. */
    public StreamPlan stream(int index) {
        return streams.get(index);
    }

    /** All executors, in the order of their tasks. */
    public List<ExecutorPlan> executors() {
        return executors;
    }

    /** The executors of one worker. */
    public List<ExecutorPlan> executorsOf(int worker) {
        return executors.stream()
                .filter(executor -> executor.worker() == worker)
                .toList();
    }

    /** Whether the same executor is in this plan, too. */
    public boolean has(ExecutorPlan executor) {
        int task = executor.firstTask();
        return task < executorByTask.length && executor.equals(executorByTask[task]);
    }

    /** Whether there is a task of the user's components of that id. */
    public boolean hasTask(int task) {
        return task > 0 && task < executorByTask.length && executorByTask[task] != null;
    }

    /** The executor that runs a task of the user's components. */
    public ExecutorPlan executorOfTask(int task) {
        ExecutorPlan executor = task > 0 && task < executorByTask.length ? executorByTask[task] : null;
        if (executor == null) {
            throw new IllegalArgumentException("no executor runs task " + task);
        }
        return executor;
    }

    /** The workers by index. */
    public Map<Integer, WorkerSlot> workers() {
        return workers;
    }

    /** Whether tuple trees are tracked. */
    public boolean acking() {
        return layout.acking();
    }

    /** How many acker tasks there are if trees are tracked: one for each spout task. */
    public int ackerCount() {
        return spoutTasks.length;
    }

    /** The number of a spout task's acker, as in root ids. */
    public int ackerOf(int spoutTask) {
        for (int acker = 0; acker < spoutTasks.length; acker++) {
            if (spoutTasks[acker] == spoutTask) {
                return acker;
            }
        }
        throw new IllegalArgumentException("task " + spoutTask + " is no spout task");
    }

    /** The spout task whose trees an acker keeps. */
    public int spoutTaskOf(int acker) {
        return spoutTasks[acker];
    }
}
