package dev.vendaval.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Describes a topology: its spouts and bolts, and who gets whose tuples. Used by one thread, usually in {@code main}.
 *
 * <p>Whatever breaks a rule is a {@link SubmitException} that names component, what was found and what would be right:
 * at the call where one call shows it, otherwise in {@link #build()}.
 */
public final class TopologyBuilder {
    private final Map<String, ComponentDeclarer<?>> components = new LinkedHashMap<>();
    private final List<WorkerHook> workerHooks = new ArrayList<>();

    /** An empty topology. */
    public TopologyBuilder() {}

    /**
     * Adds a spout run by one executor.
     *
     * @param id 1 to 128 printable characters without {@code /}, not starting with {@code __}, unique
     * @param spout the template every task is made from, serialized by {@link #build()}
     * @return to go on describing it
     * @throws SubmitException if the id breaks the rule or is used already, or the spout is null
     */
    public SpoutDeclarer setSpout(String id, Spout spout) {
        return setSpout(id, spout, 1);
    }

    /**
     * Adds a spout.
     *
     * @param id 1 to 128 printable characters without {@code /}, not starting with {@code __}, unique
     * @param spout the template every task is made from, serialized by {@link #build()}
     * @param parallelism how many executors run it, 1 or more; also the number of tasks unless that is set
     * @return to go on describing it
     * @throws SubmitException if the id breaks the rule or is used already, the spout is null, or the parallelism less
     *     than 1
     */
    public SpoutDeclarer setSpout(String id, Spout spout, int parallelism) {
        checkNew(id, spout, parallelism);
        return add(new SpoutDeclarer(id, spout, parallelism));
    }

    /**
     * Adds a bolt run by one executor.
     *
     * @param id 1 to 128 printable characters without {@code /}, not starting with {@code __}, unique
     * @param bolt the template every task is made from, serialized by {@link #build()}
     * @return to go on describing it, above all what it subscribes to
     * @throws SubmitException if the id breaks the rule or is used already, or the bolt is null
     */
    public BoltDeclarer setBolt(String id, Bolt bolt) {
        return setBolt(id, bolt, 1);
    }

    /**
     * Adds a bolt.
     *
     * @param id 1 to 128 printable characters without {@code /}, not starting with {@code __}, unique
     * @param bolt the template every task is made from, serialized by {@link #build()}
     * @param parallelism how many executors run it, 1 or more; also the number of tasks unless that is set
     * @return to go on describing it, above all what it subscribes to
     * @throws SubmitException if the id breaks the rule or is used already, the bolt is null, or the parallelism less
     *     than 1
     */
    public BoltDeclarer setBolt(String id, Bolt bolt, int parallelism) {
        checkNew(id, bolt, parallelism);
        return add(new BoltDeclarer(id, bolt, parallelism));
    }

    /**
     * Adds a basic bolt, which may be a lambda, run by one executor.
     *
     * @param id 1 to 128 printable characters without {@code /}, not starting with {@code __}, unique
     * @param bolt the template every task is made from, serialized by {@link #build()}
     * @return to go on describing it, above all what it subscribes to
     * @throws SubmitException if the id breaks the rule or is used already, or the bolt is null
     */
    public BoltDeclarer setBolt(String id, BasicBolt bolt) {
        return setBolt(id, bolt, 1);
    }

    /**
     * Adds a basic bolt, which may be a lambda.
     *
     * @param id 1 to 128 printable characters without {@code /}, not starting with {@code __}, unique
     * @param bolt the template every task is made from, serialized by {@link #build()}
     * @param parallelism how many executors run it, 1 or more; also the number of tasks unless that is set
     * @return to go on describing it, above all what it subscribes to
     * @throws SubmitException if the id breaks the rule or is used already, the bolt is null, or the parallelism less
     *     than 1
     */
    public BoltDeclarer setBolt(String id, BasicBolt bolt, int parallelism) {
        checkNew(id, bolt, parallelism);
        return add(new BoltDeclarer(id, bolt, parallelism));
    }

    private void checkNew(String id, @Nullable Component component, int parallelism) {
        IdRule.checkComponent(id);
        if (components.containsKey(id)) {
            throw TopologyRules.twice(id);
        }
        if (component == null) {
            throw SubmitException.invalid("component '" + id + "' is null", "pass a Spout, a Bolt or a BasicBolt");
        }
        TopologyRules.checkParallelism(id, parallelism);
    }

    private <D extends ComponentDeclarer<D>> D add(D declarer) {
        components.put(declarer.id(), declarer);
        return declarer;
    }

    /**
     * Adds code that runs once in every worker, before any component is opened and after all have been cleaned up.
     *
     * @param hook the template every worker's is made from, serialized by {@link #build()}
     * @return this
     * @throws SubmitException if it is null
     */
    public TopologyBuilder addWorkerHook(WorkerHook hook) {
        if (hook == null) {
            throw SubmitException.invalid(
                    "a worker hook is null", "pass an object of a class that implements WorkerHook");
        }
        workerHooks.add(hook);
        return this;
    }

    /**
     * Checks everything and serializes the components. May be called again; each call gives a topology of its own.
     *
     * @return the topology, immutable
     * @throws SubmitException with code {@link SubmitException.Code#INVALID_TOPOLOGY}, or
     *     {@link SubmitException.Code#CONFIG} where a component's configuration is not plain data
     */
    public Topology build() {
        List<ComponentDefinition> definitions =
                components.values().stream().map(ComponentDeclarer::define).toList();
        List<byte[]> hooks = workerHooks.stream()
                .map(hook -> SerializedObject.bytes("a worker hook", hook))
                .toList();
        return Topology.of(definitions, hooks);
    }
}
