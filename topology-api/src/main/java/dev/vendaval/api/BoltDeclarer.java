package dev.vendaval.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Goes on describing a bolt just added by {@link TopologyBuilder#setBolt(String, Bolt)}: above all, what it subscribes
 * to. A bolt may subscribe to any number of streams, its own included, to each once; every subscriber of a stream gets
 * every tuple.
 *
 * <p>A second subscription to the same stream is refused at once; whether the source exists, declares the stream, and
 * has the fields, {@link TopologyBuilder#build()} checks, so components may be added in any order.
 */
public final class BoltDeclarer extends ComponentDeclarer<BoltDeclarer> {
    private final List<Subscription> subscriptions = new ArrayList<>();
    private boolean isStateless;

    BoltDeclarer(String id, Component bolt, int parallelism) {
        super(id, ComponentKind.BOLT, bolt, parallelism);
    }

    /**
     * Each sender deals its tuples out evenly among this bolt's tasks that can take them.
     *
     * @param componentId the source, its default stream
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer shuffleGrouping(String componentId) {
        return shuffleGrouping(componentId, Streams.DEFAULT);
    }

    /**
     * Each sender deals its tuples out evenly among this bolt's tasks that can take them.
     *
     * @param componentId the source
     * @param streamId the stream
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer shuffleGrouping(String componentId, String streamId) {
        return grouping(componentId, streamId, Grouping.shuffle());
    }

    /**
     * Tuples with the same values of these fields go to the same task of this bolt, from every sender. No fields at all means global.
     *
     * @param componentId the source, its default stream
     * @param fields of that stream
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer fieldsGrouping(String componentId, Fields fields) {
        return fieldsGrouping(componentId, Streams.DEFAULT, fields);
    }

    /**
     * Tuples with the same values of these fields go to the same task of this bolt, from every sender. No fields at all means global.
     *
     * @param componentId the source
     * @param streamId the stream
     * @param fields of that stream
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer fieldsGrouping(String componentId, String streamId, Fields fields) {
        return grouping(componentId, streamId, Grouping.fields(fields));
    }

    /**
     * Each key has two tasks of this bolt, and the sender picks the one it has sent fewer tuples to: an even load where keys are
     * skewed, for bolts whose results are merged further on.
     *
     * @param componentId the source, its default stream
     * @param fields of that stream, at least one
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer partialKeyGrouping(String componentId, Fields fields) {
        return partialKeyGrouping(componentId, Streams.DEFAULT, fields);
    }

    /**
     * Each key has two tasks of this bolt, and the sender picks the one it has sent fewer tuples to: an even load where keys are
     * skewed, for bolts whose results are merged further on.
     *
     * @param componentId the source
     * @param streamId the stream
     * @param fields of that stream, at least one
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer partialKeyGrouping(String componentId, String streamId, Fields fields) {
        return grouping(componentId, streamId, Grouping.partialKey(fields));
    }

    /**
     * Every task of this bolt gets a copy of every tuple.
     *
     * @param componentId the source, its default stream
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer allGrouping(String componentId) {
        return allGrouping(componentId, Streams.DEFAULT);
    }

    /**
     * Every task of this bolt gets a copy of every tuple.
     *
     * @param componentId the source
     * @param streamId the stream
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer allGrouping(String componentId, String streamId) {
        return grouping(componentId, streamId, Grouping.all());
    }

    /**
     * The task of this bolt with the lowest id gets every tuple.
     *
     * @param componentId the source, its default stream
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer globalGrouping(String componentId) {
        return globalGrouping(componentId, Streams.DEFAULT);
    }

    /**
     * The task of this bolt with the lowest id gets every tuple.
     *
     * @param componentId the source
     * @param streamId the stream
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer globalGrouping(String componentId, String streamId) {
        return grouping(componentId, streamId, Grouping.global());
    }

    /**
     * Any task of this bolt will do: one near the sender if there is one.
     *
     * @param componentId the source, its default stream
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer noneGrouping(String componentId) {
        return noneGrouping(componentId, Streams.DEFAULT);
    }

    /**
     * Any task of this bolt will do: one near the sender if there is one.
     *
     * @param componentId the source
     * @param streamId the stream
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer noneGrouping(String componentId, String streamId) {
        return grouping(componentId, streamId, Grouping.none());
    }

    /**
     * The sender names the task with {@code emitDirect}; the stream must be declared direct.
     *
     * @param componentId the source, its default stream
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer directGrouping(String componentId) {
        return directGrouping(componentId, Streams.DEFAULT);
    }

    /**
     * The sender names the task with {@code emitDirect}; the stream must be declared direct.
     *
     * @param componentId the source
     * @param streamId the stream
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer directGrouping(String componentId, String streamId) {
        return grouping(componentId, streamId, Grouping.direct());
    }

    /**
     * As shuffle, among this bolt's tasks in the sender's worker, or among all if there is none there.
     *
     * @param componentId the source, its default stream
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer localOrShuffleGrouping(String componentId) {
        return localOrShuffleGrouping(componentId, Streams.DEFAULT);
    }

    /**
     * As shuffle, among this bolt's tasks in the sender's worker, or among all if there is none there.
     *
     * @param componentId the source
     * @param streamId the stream
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer localOrShuffleGrouping(String componentId, String streamId) {
        return grouping(componentId, streamId, Grouping.localOrShuffle());
    }

    /**
     * The user's own rule chooses among this bolt's tasks.
     *
     * @param componentId the source, its default stream
     * @param grouping serialized now; each sending task has its own instance
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer customGrouping(String componentId, CustomGrouping grouping) {
        return customGrouping(componentId, Streams.DEFAULT, grouping);
    }

    /**
     * The user's own rule chooses among this bolt's tasks.
     *
     * @param componentId the source
     * @param streamId the stream
     * @param grouping serialized now; each sending task has its own instance
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer customGrouping(String componentId, String streamId, CustomGrouping grouping) {
        return grouping(componentId, streamId, custom(componentId, streamId, grouping));
    }

    private Grouping custom(String componentId, String streamId, CustomGrouping grouping) {
        String what = "bolt '" + id() + "': custom grouping on stream '" + streamId + "' of '" + componentId + "'";
        if (grouping == null) {
            throw SubmitException.invalid(
                    what + " is null", "pass an object of a class that implements CustomGrouping");
        }
        return Grouping.custom(SerializedObject.bytes(what, grouping));
    }

    /**
     * Any grouping, as data.
     *
     * @param componentId the source
     * @param streamId the stream
     * @param grouping how its tuples are shared out among this bolt's tasks
     * @return this
     * @throws SubmitException if the bolt subscribes to that stream already
     */
    public BoltDeclarer grouping(String componentId, String streamId, Grouping grouping) {
        Objects.requireNonNull(componentId, "source component id");
        Objects.requireNonNull(streamId, "stream id");
        Subscription wanted = new Subscription(componentId, streamId, grouping);
        for (Subscription subscription : subscriptions) {
            if (subscription.source().equals(componentId)
                    && subscription.stream().equals(streamId)) {
                throw TopologyRules.subscribedTwice(id(), subscription, wanted);
            }
        }
        subscriptions.add(wanted);
        return this;
    }

    /**
     * Says that this bolt remembers nothing from one tuple to the next that anybody would miss. So its tasks may move to
     * other workers without a warning, and it may get more tasks ({@code vendaval rebalance NAME -e ID=N}) under fields
     * grouping, too.
     *
     * @return this
     * @throws SubmitException if the bolt implements {@link StateHandover}, which says the opposite
     */
    public BoltDeclarer stateless() {
        if (component() instanceof StateHandover) {
            throw SubmitException.invalid(
                    "bolt '" + id() + "' is declared stateless, but "
                            + component().getClass().getName() + " implements StateHandover",
                    "leave stateless() out: with StateHandover its memory goes along");
        }
        isStateless = true;
        return this;
    }

    @Override
    ComponentMemory memory() {
        if (isStateless) {
            return ComponentMemory.NONE;
        }
        return component() instanceof StateHandover ? ComponentMemory.HANDED_OVER : ComponentMemory.LEFT_BEHIND;
    }

    @Override
    BoltDeclarer self() {
        return this;
    }

    @Override
    List<Subscription> subscriptions() {
        return subscriptions;
    }
}
