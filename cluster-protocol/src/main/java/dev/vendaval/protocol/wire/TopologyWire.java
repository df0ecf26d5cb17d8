package dev.vendaval.protocol.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentKind;
import dev.vendaval.api.ComponentMemory;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.StreamDefinition;
import dev.vendaval.api.Subscription;
import dev.vendaval.api.Topology;
import dev.vendaval.protocol.proto.AddedTasksMessage;
import dev.vendaval.protocol.proto.ComponentMessage;
import dev.vendaval.protocol.proto.ConfigChangeMessage;
import dev.vendaval.protocol.proto.DefinitionMessage;
import dev.vendaval.protocol.proto.ExecutorMessage;
import dev.vendaval.protocol.proto.GroupingMessage;
import dev.vendaval.protocol.proto.StreamMessage;
import dev.vendaval.protocol.proto.SubscriptionMessage;
import dev.vendaval.protocol.proto.TaskGrowthMessage;
import dev.vendaval.protocol.proto.TopologyMessage;
import dev.vendaval.protocol.topology.AddedTasks;
import dev.vendaval.protocol.topology.ConfigChange;
import dev.vendaval.protocol.topology.ExecutorTasks;
import dev.vendaval.protocol.topology.TaskGrowth;
import dev.vendaval.protocol.topology.TopologyDefinition;

/** Topologies and their definitions. */
public final class TopologyWire {
    private TopologyWire() {}

    public static DefinitionMessage definition(TopologyDefinition definition) {
        DefinitionMessage.Builder message = DefinitionMessage.newBuilder()
                .setSchema(Schema.NUMBER)
                .setId(definition.id())
                .setName(definition.name())
                .setSubmitId(definition.submitId())
                .setConfig(ValueWire.map(definition.config()))
                .setTopology(topology(definition.topology()))
                .setSubmittedAtMs(definition.submittedAtMs());
        if (definition.artifact() != null) {
            message.setArtifact(definition.artifact());
        }
        return message.build();
    }

    public static TopologyDefinition definition(DefinitionMessage message) {
        Schema.check(message.getSchema(), "definition of " + message.getId());
        return new TopologyDefinition(
                message.getId(),
                message.getName(),
                message.getSubmitId(),
                message.hasArtifact() ? message.getArtifact() : null,
                ValueWire.map(message.getConfig()),
                topology(message.getTopology()),
                message.getSubmittedAtMs());
    }

    public static TopologyMessage topology(Topology topology) {
        TopologyMessage.Builder message = TopologyMessage.newBuilder();
        topology.components().forEach(component -> message.addComponents(component(component)));
        topology.workerHooks().forEach(hook -> message.addWorkerHooks(UnsafeByteOperations.unsafeWrap(hook)));
        return message.build();
    }

    /** The topology, checked by the rules of {@link Topology#of}. */
    public static Topology topology(TopologyMessage message) {
        return Topology.of(
                message.getComponentsList().stream()
                        .map(TopologyWire::component)
                        .toList(),
                message.getWorkerHooksList().stream()
                        .map(ByteString::toByteArray)
                        .toList());
    }

    private static ComponentMessage component(ComponentDefinition component) {
        ComponentMessage.Builder message = ComponentMessage.newBuilder()
                .setId(component.id())
                .setKind(
                        component.kind() == ComponentKind.SPOUT
                                ? ComponentMessage.Kind.KIND_SPOUT
                                : ComponentMessage.Kind.KIND_BOLT)
                .setClassName(component.className())
                .setObject(UnsafeByteOperations.unsafeWrap(component.object()))
                .setParallelism(component.parallelism())
                .setConfiguration(ValueWire.map(component.configuration()))
                .setMemory(memory(component.memory()));
        if (component.tasks() != null) {
            message.setTasks(component.tasks());
        }
        component.streams().forEach(stream -> message.addStreams(stream(stream)));
        component.subscriptions().forEach(subscription -> message.addSubscriptions(subscription(subscription)));
        return message.build();
    }

    private static ComponentDefinition component(ComponentMessage message) {
        return new ComponentDefinition(
                message.getId(),
                message.getKind() == ComponentMessage.Kind.KIND_SPOUT ? ComponentKind.SPOUT : ComponentKind.BOLT,
                message.getClassName(),
                message.getObject().toByteArray(),
                message.getParallelism(),
                message.hasTasks() ? message.getTasks() : null,
                ValueWire.map(message.getConfiguration()),
                message.getStreamsList().stream().map(TopologyWire::stream).toList(),
                message.getSubscriptionsList().stream()
                        .map(TopologyWire::subscription)
                        .toList(),
                memory(message.getMemory()));
    }

    private static ComponentMessage.Memory memory(ComponentMemory memory) {
        return switch (memory) {
            case LEFT_BEHIND -> ComponentMessage.Memory.MEMORY_UNSPECIFIED;
            case HANDED_OVER -> ComponentMessage.Memory.MEMORY_HANDED_OVER;
            case NONE -> ComponentMessage.Memory.MEMORY_NONE;
        };
    }

    private static ComponentMemory memory(ComponentMessage.Memory message) {
        return switch (message) {
            case MEMORY_UNSPECIFIED -> ComponentMemory.LEFT_BEHIND;
            case MEMORY_HANDED_OVER -> ComponentMemory.HANDED_OVER;
            case MEMORY_NONE -> ComponentMemory.NONE;
            case UNRECOGNIZED -> throw new WireFormatException("an unknown kind of memory of a component");
        };
    }

    private static StreamMessage stream(StreamDefinition stream) {
        return StreamMessage.newBuilder()
                .setId(stream.id())
                .addAllFields(stream.fields())
                .setDirect(stream.direct())
                .build();
    }

    private static StreamDefinition stream(StreamMessage message) {
        return new StreamDefinition(message.getId(), new Fields(message.getFieldsList()), message.getDirect());
    }

    private static SubscriptionMessage subscription(Subscription subscription) {
        return SubscriptionMessage.newBuilder()
                .setSource(subscription.source())
                .setStream(subscription.stream())
                .setGrouping(grouping(subscription.grouping()))
                .build();
    }

    private static Subscription subscription(SubscriptionMessage message) {
        return new Subscription(message.getSource(), message.getStream(), grouping(message.getGrouping()));
    }

    private static GroupingMessage grouping(Grouping grouping) {
        GroupingMessage.Builder message = GroupingMessage.newBuilder()
                .setKind(
                        switch (grouping.kind()) {
                            case SHUFFLE -> GroupingMessage.Kind.KIND_SHUFFLE;
                            case FIELDS -> GroupingMessage.Kind.KIND_FIELDS;
                            case PARTIAL_KEY -> GroupingMessage.Kind.KIND_PARTIAL_KEY;
                            case ALL -> GroupingMessage.Kind.KIND_ALL;
                            case GLOBAL -> GroupingMessage.Kind.KIND_GLOBAL;
                            case NONE -> GroupingMessage.Kind.KIND_NONE;
                            case DIRECT -> GroupingMessage.Kind.KIND_DIRECT;
                            case LOCAL_OR_SHUFFLE -> GroupingMessage.Kind.KIND_LOCAL_OR_SHUFFLE;
                            case CUSTOM -> GroupingMessage.Kind.KIND_CUSTOM;
                        });
        if (grouping.fields() != null) {
            message.addAllFields(grouping.fields());
        }
        if (grouping.custom() != null) {
            message.setCustom(UnsafeByteOperations.unsafeWrap(grouping.custom()));
        }
        return message.build();
    }

    private static Grouping grouping(GroupingMessage message) {
        return switch (message.getKind()) {
            case KIND_SHUFFLE -> Grouping.shuffle();
            case KIND_FIELDS -> Grouping.fields(new Fields(message.getFieldsList()));
            case KIND_PARTIAL_KEY -> Grouping.partialKey(new Fields(message.getFieldsList()));
            case KIND_ALL -> Grouping.all();
            case KIND_GLOBAL -> Grouping.global();
            case KIND_NONE -> Grouping.none();
            case KIND_DIRECT -> Grouping.direct();
            case KIND_LOCAL_OR_SHUFFLE -> Grouping.localOrShuffle();
            case KIND_CUSTOM -> Grouping.custom(message.getCustom().toByteArray());
            case KIND_UNSPECIFIED, UNRECOGNIZED -> throw new WireFormatException("a grouping of an unknown kind");
        };
    }

    static ExecutorMessage executor(ExecutorTasks executor) {
        return ExecutorMessage.newBuilder()
                .setComponent(executor.component())
                .addAllTasks(executor.tasks())
                .build();
    }

    static ExecutorTasks executor(ExecutorMessage message) {
        return new ExecutorTasks(message.getComponent(), message.getTasksList());
    }

    public static TaskGrowthMessage growth(TaskGrowth growth) {
        TaskGrowthMessage.Builder message = TaskGrowthMessage.newBuilder().setHighestTask(growth.highestTask());
        growth.added()
                .forEach(added -> message.addAdded(AddedTasksMessage.newBuilder()
                        .setComponent(added.component())
                        .addAllTasks(added.tasks())));
        return message.build();
    }

    public static TaskGrowth growth(TaskGrowthMessage message) {
        return new TaskGrowth(
                message.getAddedList().stream()
                        .map(added -> new AddedTasks(added.getComponent(), added.getTasksList()))
                        .toList(),
                message.getHighestTask());
    }

    public static ConfigChangeMessage configChange(ConfigChange change) {
        return ConfigChangeMessage.newBuilder()
                .setValues(ValueWire.map(change.values()))
                .putAllRecreations(change.recreations())
                .build();
    }

    public static ConfigChange configChange(ConfigChangeMessage message) {
        return new ConfigChange(ValueWire.map(message.getValues()), message.getRecreationsMap());
    }
}
