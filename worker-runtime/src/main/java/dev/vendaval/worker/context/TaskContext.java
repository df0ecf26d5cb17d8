package dev.vendaval.worker.context;

import dev.vendaval.api.Counter;
import dev.vendaval.api.Fields;
import dev.vendaval.api.GlobalStreamId;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.TaskHook;
import dev.vendaval.api.TopologyContext;
import dev.vendaval.worker.metrics.UserMetrics;
import dev.vendaval.worker.plan.ComponentPlan;
import dev.vendaval.worker.routing.Keys;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** One task, as shown to its component. The data, metrics and hooks outlive a re-creation of the component. */
public final class TaskContext implements TopologyContext {
    private final WorkerInfo worker;

    /** By the plan of the executor that has the task. */
    private volatile ComponentPlan component;

    private final int task;
    private final SharedData executorData;
    private final SharedData taskData = new SharedData();
    private final UserMetrics metrics;
    private final TaskHooks hooks;

    /** For one task of a component. */
    public TaskContext(
            WorkerInfo worker,
            ComponentPlan component,
            int task,
            SharedData executorData,
            UserMetrics metrics,
            TaskHooks hooks) {
        this.worker = worker;
        this.component = component;
        this.task = task;
        this.executorData = executorData;
        this.metrics = metrics;
        this.hooks = hooks;
    }

    /** The task has come to an executor of another plan. */
    public void follow(ComponentPlan next) {
        component = next;
    }

    @Override
    public String getThisComponentId() {
        return component.id();
    }

    @Override
    public int getThisTaskId() {
        return task;
    }

    @Override
    public int getThisTaskIndex() {
        return component.tasks().indexOf(task);
    }

    @Override
    public boolean ownsKey(Object... key) {
        ComponentPlan present = component;
        return present.tasks().get(Keys.taskIndex(Arrays.asList(key), present.keyGroups())) == task;
    }

    @Override
    public void setTaskData(String name, @Nullable Object data) {
        taskData.set(name, data);
    }

    @Override
    public @Nullable Object getTaskData(String name) {
        return taskData.get(name);
    }

    @Override
    public void setExecutorData(String name, @Nullable Object data) {
        executorData.set(name, data);
    }

    @Override
    public @Nullable Object getExecutorData(String name) {
        return executorData.get(name);
    }

    @Override
    public Counter registerCounter(String name) {
        return metrics.counter(name);
    }

    @Override
    public void registerGauge(String name, DoubleSupplier gauge) {
        metrics.gauge(name, gauge);
    }

    @Override
    public void addTaskHook(TaskHook hook) {
        hooks.add(hook, component.configuration(), this);
    }

    @Override
    public String getTopologyId() {
        return worker.getTopologyId();
    }

    @Override
    public String getTopologyName() {
        return worker.getTopologyName();
    }

    @Override
    public Set<String> getComponentIds() {
        return worker.getComponentIds();
    }

    @Override
    public List<Integer> getComponentTasks(String componentId) {
        return worker.getComponentTasks(componentId);
    }

    @Override
    public String getComponentId(int taskId) {
        return worker.getComponentId(taskId);
    }

    @Override
    public Map<Integer, String> getTaskToComponent() {
        return worker.getTaskToComponent();
    }

    @Override
    public Set<String> getComponentStreams(String componentId) {
        return worker.getComponentStreams(componentId);
    }

    @Override
    public Fields getComponentOutputFields(String componentId, String streamId) {
        return worker.getComponentOutputFields(componentId, streamId);
    }

    @Override
    public Map<GlobalStreamId, Grouping> getSources(String componentId) {
        return worker.getSources(componentId);
    }

    @Override
    public Map<String, Map<String, Grouping>> getTargets(String componentId) {
        return worker.getTargets(componentId);
    }

    @Override
    public String getThisWorkerHost() {
        return worker.getThisWorkerHost();
    }

    @Override
    public int getThisWorkerPort() {
        return worker.getThisWorkerPort();
    }

    @Override
    public List<Integer> getThisWorkerTasks() {
        return worker.getThisWorkerTasks();
    }

    @Override
    public Path getCodeDirectory() {
        return worker.getCodeDirectory();
    }

    @Override
    public ExecutorService getSharedExecutor() {
        return worker.getSharedExecutor();
    }
}
