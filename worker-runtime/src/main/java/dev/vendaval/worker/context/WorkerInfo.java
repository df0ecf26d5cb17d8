package dev.vendaval.worker.context;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.Fields;
import dev.vendaval.api.GlobalStreamId;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.StreamDefinition;
import dev.vendaval.api.Subscription;
import dev.vendaval.api.WorkerContext;
import dev.vendaval.protocol.topology.ComponentTasks;
import dev.vendaval.protocol.topology.TopologyDefinition;
import dev.vendaval.worker.plan.ComponentPlan;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.TopologyPlan;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;

/** The topology and this worker at present, as shown to users' code. For any thread. */
public final class WorkerInfo implements WorkerContext {
    /** The plan that the worker follows. */
    private final Followed followed;

    /** What is seen as long as the worker follows an older one. */
    private final TopologyPlan least;

    private final TopologyDefinition definition;
    private final int worker;
    private final String host;
    private final int port;
    private final Path codeDirectory;
    private final ExecutorService sharedExecutor;

    /** Shared by all that are made of one. */
    private static final class Followed {
        volatile TopologyPlan plan;

        Followed(TopologyPlan plan) {
            this.plan = plan;
        }
    }

    /**
     * @param worker index of this worker in the assignment
     * @param host as its supervisor is configured
     * @param port of its slot
     * @param codeDirectory of the topology's artifacts
     * @param sharedExecutor for the users' asynchronous work
     */
    public WorkerInfo(
            TopologyPlan plan, int worker, String host, int port, Path codeDirectory, ExecutorService sharedExecutor) {
        this(new Followed(plan), plan, worker, host, port, codeDirectory, sharedExecutor);
    }

    private WorkerInfo(
            Followed followed,
            TopologyPlan least,
            int worker,
            String host,
            int port,
            Path codeDirectory,
            ExecutorService sharedExecutor) {
        this.followed = followed;
        this.least = least;
        this.definition = least.definition();
        this.worker = worker;
        this.host = host;
        this.port = port;
        this.codeDirectory = codeDirectory;
        this.sharedExecutor = sharedExecutor;
    }

    /** The worker follows another plan. */
    public void follow(TopologyPlan next) {
        followed.plan = next;
    }

    /** The same for those who begin with this plan, before the worker follows it. */
    public WorkerInfo beginningWith(TopologyPlan begun) {
        return new WorkerInfo(followed, begun, worker, host, port, codeDirectory, sharedExecutor);
    }

    private TopologyPlan plan() {
        TopologyPlan present = followed.plan;
        return present.version() < least.version() ? least : present;
    }

    @Override
    public String getTopologyId() {
        return definition.id();
    }

    @Override
    public String getTopologyName() {
        return definition.name();
    }

    @Override
    public Set<String> getComponentIds() {
        Set<String> ids = new LinkedHashSet<>();
        definition.topology().components().forEach(component -> ids.add(component.id()));
        return Collections.unmodifiableSet(ids);
    }

    @Override
    public List<Integer> getComponentTasks(String componentId) {
        return plan().layout().tasksOf(componentId);
    }

    @Override
    public String getComponentId(int taskId) {
        return plan().layout().componentOf(taskId);
    }

    @Override
    public Map<Integer, String> getTaskToComponent() {
        Map<Integer, String> byTask = new TreeMap<>();
        for (ComponentTasks component : plan().layout().components()) {
            component.tasks().forEach(task -> byTask.put(task, component.component()));
        }
        return Collections.unmodifiableMap(byTask);
    }

    @Override
    public Set<String> getComponentStreams(String componentId) {
        Set<String> ids = new LinkedHashSet<>();
        component(componentId).streams().forEach(stream -> ids.add(stream.id()));
        return Collections.unmodifiableSet(ids);
    }

    @Override
    public Fields getComponentOutputFields(String componentId, String streamId) {
        List<StreamDefinition> streams = component(componentId).streams();
        for (StreamDefinition stream : streams) {
            if (stream.id().equals(streamId)) {
                return stream.fields();
            }
        }
        throw new IllegalArgumentException("component '" + componentId + "' declares no stream '" + streamId
                + "'; it declares " + streams.stream().map(StreamDefinition::id).toList());
    }

    @Override
    public Map<GlobalStreamId, Grouping> getSources(String componentId) {
        Map<GlobalStreamId, Grouping> sources = new LinkedHashMap<>();
        for (Subscription subscription : component(componentId).subscriptions()) {
            sources.put(new GlobalStreamId(subscription.source(), subscription.stream()), subscription.grouping());
        }
        return Collections.unmodifiableMap(sources);
    }

    @Override
    public Map<String, Map<String, Grouping>> getTargets(String componentId) {
        component(componentId);
        Map<String, Map<String, Grouping>> targets = new LinkedHashMap<>();
        for (ComponentPlan consumer : plan().components()) {
            for (Subscription subscription : consumer.definition().subscriptions()) {
                if (subscription.source().equals(componentId)) {
                    targets.computeIfAbsent(subscription.stream(), stream -> new LinkedHashMap<>())
                            .put(consumer.id(), subscription.grouping());
                }
            }
        }
        return Collections.unmodifiableMap(targets);
    }

    private ComponentDefinition component(String id) {
        return plan().component(id).definition();
    }

    @Override
    public String getThisWorkerHost() {
        return host;
    }

    @Override
    public int getThisWorkerPort() {
        return port;
    }

    @Override
    public List<Integer> getThisWorkerTasks() {
        return plan().executorsOf(worker).stream()
                .map(ExecutorPlan::tasks)
                .flatMap(List::stream)
                .sorted()
                .toList();
    }

    @Override
    public Path getCodeDirectory() {
        return codeDirectory;
    }

    @Override
    public ExecutorService getSharedExecutor() {
        return sharedExecutor;
    }
}
