package dev.vendaval.worker.outbound;

import dev.vendaval.api.CustomGrouping;
import dev.vendaval.api.GlobalStreamId;
import dev.vendaval.api.Grouping;
import dev.vendaval.protocol.topology.KeyGroups;
import dev.vendaval.worker.codec.ValueCodec;
import dev.vendaval.worker.context.TaskHooks;
import dev.vendaval.worker.context.WorkerInfo;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.exchange.Inbox;
import dev.vendaval.worker.exchange.Wakeup;
import dev.vendaval.worker.loader.UserObjects;
import dev.vendaval.worker.metrics.TaskCounters;
import dev.vendaval.worker.plan.ComponentPlan;
import dev.vendaval.worker.plan.ExecutorPlan;
import dev.vendaval.worker.plan.StreamPlan;
import dev.vendaval.worker.plan.SubscriptionPlan;
import dev.vendaval.worker.plan.TopologyPlan;
import dev.vendaval.worker.routing.Grouper;
import dev.vendaval.worker.routing.Groupers;
import dev.vendaval.worker.routing.TargetView;
import dev.vendaval.worker.routing.TaskIds;
import dev.vendaval.worker.tracking.EdgeIds;
import dev.vendaval.worker.tuple.TupleSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Builds what one executor needs to emit and to ack. Used by its thread only, and not on the path of a tuple. */
public final class Outputs {
    private TopologyPlan plan;
    private final ComponentPlan component;
    private final ExecutorPlan executor;
    private final WorkerInfo worker;
    private final ClassLoader userLoader;
    private final Neighbours neighbours;
    private final Wakeup owner;
    private final LongSupplier seeds;
    private final long since;
    private final TouchedTuples touched = new TouchedTuples();
    private final Map<ExecutorPlan, Outbox> outboxes = new LinkedHashMap<>();
    private final Map<ExecutorPlan, AckLane> lanes = new LinkedHashMap<>();

    /** For one executor of this worker, there from its beginning; {@code owner} wakes it. */
    public Outputs(
            TopologyPlan plan,
            ExecutorPlan executor,
            WorkerInfo worker,
            ClassLoader userLoader,
            Neighbours neighbours,
            Wakeup owner,
            LongSupplier seeds) {
        this(plan, executor, worker, userLoader, neighbours, owner, seeds, 0);
    }

    /**
     * For one executor of this worker.
     *
     * @param since with which change of the plan it began; 0: with its worker
     */
    public Outputs(
            TopologyPlan plan,
            ExecutorPlan executor,
            WorkerInfo worker,
            ClassLoader userLoader,
            Neighbours neighbours,
            Wakeup owner,
            LongSupplier seeds,
            long since) {
        this.plan = plan;
        this.component = plan.component(executor.component());
        this.executor = executor;
        this.worker = worker;
        this.userLoader = userLoader;
        this.neighbours = neighbours;
        this.owner = owner;
        this.seeds = seeds;
        this.since = since;
        connectAll(Map.of());
    }

    /** Those that are known are kept. */
    private void connectAll(Map<ExecutorPlan, Outbox> known) {
        for (StreamPlan stream : component.streams()) {
            for (SubscriptionPlan subscription : stream.subscriptions()) {
                connect(plan.component(subscription.consumer()), known);
            }
        }
    }

    private void connect(ComponentPlan consumer, Map<ExecutorPlan, Outbox> known) {
        boolean feedback = component.cycle() != ComponentPlan.NO_CYCLE && component.cycle() == consumer.cycle();
        for (int task : consumer.tasks()) {
            outboxes.computeIfAbsent(plan.executorOfTask(task), receiver -> {
                Outbox present = known.get(receiver);
                return present == null ? outbox(receiver, feedback) : present;
            });
        }
    }

    private Outbox outbox(ExecutorPlan receiver, boolean feedback) {
        Inbox inbox = neighbours.local(receiver);
        if (inbox != null) {
            return new LocalOutbox(inbox, owner, feedback, since, executor.tasks());
        }
        int slots = executor.tasks().size() * component.streams().size();
        return new RemoteOutbox(
                receiver.address(), neighbours.remote(receiver), feedback, slots, owner::wake, touched, since);
    }

    /** The executor's emitter. */
    public Emitter emitter(ValueCodec codec, boolean alwaysSerialize) {
        Anchoring anchoring = new Anchoring(new EdgeIds(seeds.getAsLong()), touched);
        return new Emitter(outboxes.values().toArray(new Outbox[0]), codec, anchoring, alwaysSerialize);
    }

    /** The receivers that have no room now. */
    public List<Blockage> blockages() {
        List<Blockage> blockages = new ArrayList<>();
        outboxes.forEach((receiver, outbox) -> {
            boolean ready = outbox.receiverIsReady();
            if (!ready || !outbox.isOpen()) {
                blockages.add(new Blockage(receiver, outbox.receiverIsReachable(), ready, outbox.waitingTuples()));
            }
        });
        return blockages;
    }

    /** The executor's way to the ackers. */
    public AckPath ackPath() {
        AckLane[] laneOfAcker = lanesOfAckers();
        return new AckPath(lanes.values().toArray(new AckLane[0]), laneOfAcker, touched);
    }

    /** The executor follows another plan, as {@link #follow} has been told before: acks go to the ackers of that one. */
    public void followAckers(AckPath acks) {
        AckLane[] laneOfAcker = lanesOfAckers();
        acks.follow(lanes.values().toArray(new AckLane[0]), laneOfAcker);
    }

    /** Those to the same executor as before stay. */
    private AckLane[] lanesOfAckers() {
        Map<ExecutorPlan, AckLane> known = new LinkedHashMap<>(lanes);
        lanes.clear();
        AckLane[] laneOfAcker = new AckLane[plan.acking() ? plan.ackerCount() : 0];
        for (int acker = 0; acker < laneOfAcker.length; acker++) {
            ExecutorPlan receiver = plan.executorOfTask(plan.spoutTaskOf(acker));
            laneOfAcker[acker] = lanes.computeIfAbsent(receiver, added -> {
                AckLane lane = known.get(added);
                return lane == null ? lane(added) : lane;
            });
        }
        return laneOfAcker;
    }

    private AckLane lane(ExecutorPlan receiver) {
        Inbox inbox = neighbours.local(receiver);
        return inbox != null
                ? AckLane.local(receiver.address(), inbox)
                : AckLane.remote(receiver.address(), neighbours.remote(receiver));
    }

    /**
     * The outputs of one task. Reads and prepares the custom groupings of its streams.
     *
     * @throws Exception of the user's groupings
     */
    public TaskOutput taskOutput(int task, Emitter emitter, TaskHooks hooks, TaskCounters counters, boolean debug)
            throws Exception {
        return taskOutput(task, emitter, hooks, counters, debug, customGroupings());
    }

    /** The outputs of a task that comes from another executor, with its custom groupings as they are. */
    public TaskOutput takeOver(
            int task, Emitter emitter, TaskOutput earlier, TaskHooks hooks, TaskCounters counters, boolean debug) {
        return taskOutput(task, emitter, hooks, counters, debug, earlier.customGroupings());
    }

    private TaskOutput taskOutput(
            int task,
            Emitter emitter,
            TaskHooks hooks,
            TaskCounters counters,
            boolean debug,
            List<CustomGrouping> groupings) {
        StreamOutput[] streams = streams(task, groupings, counters, null);
        emitter.add(streams);
        return new TaskOutput(component.id(), task, emitter, streams, groupings, hooks, debug);
    }

    private StreamOutput[] streams(
            int task, List<CustomGrouping> groupings, TaskCounters counters, StreamOutput @Nullable [] earlier) {
        List<StreamPlan> plans = component.streams();
        int firstSlot = executor.tasks().indexOf(task) * plans.size();
        StreamOutput[] streams = new StreamOutput[plans.size()];
        Iterator<CustomGrouping> custom = groupings.iterator();
        for (int i = 0; i < streams.length; i++) {
            StreamPlan stream = plans.get(i);
            streams[i] = new StreamOutput(
                    stream,
                    new TupleSource(component.id(), task, stream.id(), stream.fields()),
                    firstSlot + i,
                    subscriptions(task, stream, custom, earlier == null ? null : earlier[i].subscriptions()),
                    counters.stream(stream.id()));
        }
        return streams;
    }

    /**
     * The executor follows another plan, at a round edge: tuples go to the executors of that one from now on. What is on
     * its way to others leaves first, then the end of those channels.
     *
     * @param tasks of the executor that have outputs, with their counters
     * @param isGone whether an executor that is sent to no more will never take anything again
     */
    public void follow(
            TopologyPlan next, Emitter emitter, Map<TaskOutput, TaskCounters> tasks, Predicate<ExecutorPlan> isGone) {
        plan = next;
        Map<ExecutorPlan, Outbox> before = new LinkedHashMap<>(outboxes);
        outboxes.clear();
        connectAll(before);
        List<Emitter.Retiring> ending = new ArrayList<>();
        before.forEach((receiver, outbox) -> {
            if (!outboxes.containsKey(receiver)) {
                ending.add(retiring(receiver, outbox, isGone));
            }
        });
        emitter.follow(outboxes.values().toArray(new Outbox[0]), ending);
        tasks.forEach((task, counters) -> {
            StreamOutput[] streams = streams(task.task(), task.customGroupings(), counters, task.streams());
            emitter.add(streams);
            task.follow(streams);
        });
    }

    /** The executor emits nothing any more: what is on its way leaves, then the end of all channels. */
    public void end(Emitter emitter, Predicate<ExecutorPlan> isGone) {
        List<Emitter.Retiring> ending = new ArrayList<>();
        outboxes.forEach((receiver, outbox) -> ending.add(retiring(receiver, outbox, isGone)));
        outboxes.clear();
        emitter.follow(new Outbox[0], ending);
    }

    private Emitter.Retiring retiring(ExecutorPlan receiver, Outbox outbox, Predicate<ExecutorPlan> isGone) {
        DataSection end = DataSection.end(receiver.address(), executor.firstTask(), executor.address(), plan.version());
        return new Emitter.Retiring(outbox, end, () -> isGone.test(receiver));
    }

    private List<CustomGrouping> customGroupings() throws Exception {
        List<CustomGrouping> prepared = new ArrayList<>();
        for (StreamPlan stream : component.streams()) {
            for (SubscriptionPlan subscription : stream.subscriptions()) {
                byte[] custom = subscription.grouping().custom();
                if (custom != null) {
                    CustomGrouping own =
                            UserObjects.read("custom grouping of " + stream, custom, CustomGrouping.class, userLoader);
                    own.prepare(
                            worker,
                            new GlobalStreamId(stream.component(), stream.id()),
                            plan.component(subscription.consumer()).tasks());
                    prepared.add(own);
                }
            }
        }
        return prepared;
    }

    private SubscriptionOutput[] subscriptions(
            int task, StreamPlan stream, Iterator<CustomGrouping> custom, SubscriptionOutput @Nullable [] earlier) {
        List<SubscriptionPlan> plans = stream.subscriptions();
        SubscriptionOutput[] outputs = new SubscriptionOutput[plans.size()];
        for (int i = 0; i < outputs.length; i++) {
            SubscriptionPlan subscription = plans.get(i);
            CustomGrouping own = subscription.grouping().custom() == null ? null : custom.next();
            Target[] targets = targets(plan.component(subscription.consumer()));
            if (earlier != null && earlier[i].sendsTo(targets)) {
                outputs[i] = earlier[i];
                continue;
            }
            ComponentPlan consumer = plan.component(subscription.consumer());
            TaskIds ids = new TaskIds(consumer.tasks());
            Grouper grouper = grouper(task, stream, subscription.grouping(), own, targets, ids, consumer.keyGroups());
            outputs[i] = new SubscriptionOutput(targets, ids, grouper, subscription.feedback());
        }
        return outputs;
    }

    private Target[] targets(ComponentPlan consumer) {
        Target[] targets = new Target[consumer.tasks().size()];
        for (int i = 0; i < targets.length; i++) {
            int task = consumer.tasks().get(i);
            ExecutorPlan receiver = plan.executorOfTask(task);
            Outbox outbox = outboxes.get(receiver);
            if (outbox == null) {
                throw new IllegalStateException("no outbox from " + executor + " to " + receiver);
            }
            targets[i] = new Target(task, receiver.tasks().indexOf(task), outbox);
        }
        return targets;
    }

    private Grouper grouper(
            int task,
            StreamPlan stream,
            Grouping grouping,
            @Nullable CustomGrouping own,
            Target[] targets,
            TaskIds ids,
            KeyGroups keyGroups) {
        TargetView view = SubscriptionOutput.view(targets);
        return own == null
                ? Groupers.create(grouping, stream.fields(), view, keyGroups, seeds.getAsLong())
                : Groupers.custom(own, task, ids, view);
    }
}
