package dev.vendaval.api;

import dev.vendaval.api.naming.NearestName;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What makes a topology valid (docs/semantics.md I1, I2, I4). Pure: looks at definitions, throws for the first rule
 * violated. The same rules hold for the builder and for {@link Topology#of}.
 */
final class TopologyRules {
    private final Map<String, ComponentDefinition> components = new LinkedHashMap<>();

    private TopologyRules() {}

    static void check(List<ComponentDefinition> components) {
        TopologyRules rules = new TopologyRules();
        components.forEach(rules::checkAlone);
        rules.checkSpouts();
        components.forEach(rules::checkSubscriptions);
    }

    static void checkParallelism(String componentId, int parallelism) {
        if (parallelism < 1) {
            throw SubmitException.invalid(
                    "component '" + componentId + "': parallelism is " + parallelism, "it must be 1 or more");
        }
    }

    static void checkTasks(String componentId, int tasks) {
        if (tasks < 1) {
            throw SubmitException.invalid(
                    "component '" + componentId + "': number of tasks is " + tasks, "it must be 1 or more");
        }
    }

    static SubmitException twice(String componentId) {
        return SubmitException.invalid(
                "component id '" + componentId + "' is used twice", "each component has an id of its own");
    }

    static SubmitException subscribedTwice(String componentId, Subscription first, Subscription second) {
        return SubmitException.invalid(
                "bolt '" + componentId + "': subscribes twice to stream '" + second.stream() + "' of '"
                        + second.source() + "', first by " + first.grouping() + ", then by " + second.grouping(),
                "a bolt subscribes to a stream once; for a second grouping use a second bolt or stream");
    }

    private void checkAlone(ComponentDefinition component) {
        String id = component.id();
        IdRule.checkComponent(id);
        if (components.put(id, component) != null) {
            throw twice(id);
        }
        checkParallelism(id, component.parallelism());
        checkTaskCount(component);
        checkStreams(component);
        PlainData.copyOf("component '" + id + "'", component.configuration());
    }

    private static void checkTaskCount(ComponentDefinition component) {
        Integer tasks = component.tasks();
        if (tasks == null) {
            return;
        }
        checkTasks(component.id(), tasks);
        if (component.parallelism() > tasks) {
            throw SubmitException.invalid(
                    "component '" + component.id() + "': parallelism " + component.parallelism() + " is more than its "
                            + tasks + " tasks",
                    "every executor runs at least one task: at most " + tasks + " executors, or at least "
                            + component.parallelism() + " tasks");
        }
    }

    private static void checkStreams(ComponentDefinition component) {
        Set<String> seen = new HashSet<>();
        for (StreamDefinition stream : component.streams()) {
            IdRule.checkStream(component.id(), stream.id());
            if (!seen.add(stream.id())) {
                throw DeclaredStreams.twice(component.id(), stream.id());
            }
        }
    }

    private void checkSpouts() {
        if (components.values().stream().noneMatch(component -> component.kind() == ComponentKind.SPOUT)) {
            throw SubmitException.invalid(
                    "the topology has no spout",
                    "it needs at least one, added by TopologyBuilder.setSpout: nothing else brings tuples in");
        }
    }

    private void checkSubscriptions(ComponentDefinition component) {
        if (component.kind() == ComponentKind.SPOUT
                && !component.subscriptions().isEmpty()) {
            throw SubmitException.invalid(
                    "spout '" + component.id() + "': subscribes to '"
                            + component.subscriptions().get(0).source() + "'",
                    "only bolts subscribe to streams");
        }
        Map<GlobalStreamId, Subscription> seen = new LinkedHashMap<>();
        for (Subscription subscription : component.subscriptions()) {
            Subscription first =
                    seen.put(new GlobalStreamId(subscription.source(), subscription.stream()), subscription);
            if (first != null) {
                throw subscribedTwice(component.id(), first, subscription);
            }
            checkSubscription(component.id(), subscription);
        }
    }

    private void checkSubscription(String bolt, Subscription subscription) {
        ComponentDefinition source = components.get(subscription.source());
        if (source == null) {
            throw SubmitException.invalid(
                    "bolt '" + bolt + "': subscribes to component '" + subscription.source()
                            + "', which does not exist",
                    NearestName.hint("components", subscription.source(), components.keySet()));
        }
        checkGrouping(bolt, subscription, streamOf(bolt, source, subscription.stream()));
    }

    private static StreamDefinition streamOf(String bolt, ComponentDefinition source, String wanted) {
        for (StreamDefinition stream : source.streams()) {
            if (stream.id().equals(wanted)) {
                return stream;
            }
        }
        List<String> declared =
                source.streams().stream().map(StreamDefinition::id).toList();
        String hint = declared.isEmpty()
                ? "'" + source.id() + "' declares no stream; it does so in declareOutputFields, a lambda by"
                        + " BasicBolt.emitting"
                : NearestName.hint("streams it declares", wanted, declared);
        throw SubmitException.invalid(
                "bolt '" + bolt + "': subscribes to stream '" + wanted + "' of '" + source.id()
                        + "', which does not declare it",
                hint);
    }

    private static void checkGrouping(String bolt, Subscription subscription, StreamDefinition stream) {
        Grouping grouping = subscription.grouping();
        String subscribes = "bolt '" + bolt + "': subscribes by " + grouping + " to stream '" + stream.id() + "' of '"
                + subscription.source() + "'";
        boolean direct = grouping.kind() == Grouping.Kind.DIRECT;
        if (direct && !stream.direct()) {
            throw SubmitException.invalid(
                    subscribes + ", which is not declared direct",
                    "declare it direct (declareStream(id, true, fields)) and emit with emitDirect, or use another"
                            + " grouping");
        }
        if (!direct && stream.direct()) {
            throw SubmitException.invalid(
                    subscribes + ", which is declared direct", "a direct stream takes directGrouping only");
        }
        if (grouping.fields() != null) {
            checkKey(subscribes, grouping, grouping.fields(), stream);
        }
    }

    private static void checkKey(String subscribes, Grouping grouping, Fields key, StreamDefinition stream) {
        for (String field : key) {
            if (!stream.fields().contains(field)) {
                throw SubmitException.invalid(
                        subscribes + ", which has no field '" + field + "'",
                        NearestName.hint(
                                "fields of the stream", field, stream.fields().toList()));
            }
        }
        if (grouping.kind() == Grouping.Kind.PARTIAL_KEY && key.size() == 0) {
            throw SubmitException.invalid(subscribes + " without a field", "partial key grouping needs at least one");
        }
    }
}
