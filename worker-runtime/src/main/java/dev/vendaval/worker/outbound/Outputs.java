package dev.vendaval.worker.outbound;

import dev.vendaval.api.CustomGrouping;
import dev.vendaval.api.GlobalStreamId;
import dev.vendaval.api.Grouping;
import dev.vendaval.protocol.topology.KeyGroups;
import dev.vendaval.worker.codec.ValueCodec;
import dev.vendaval.worker.context.TaskHooks;
import dev.vendaval.worker.context.WorkerInfo;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Builds what one executor needs to emit and to ack. Used by its thread only, and not on the path of a tuple. */
public final class Outputs {
    private final TopologyPlan plan;
    private final ComponentPlan component;
    private final ExecutorPlan executor;
    private final WorkerInfo worker;
    private final ClassLoader userLoader;
    private final Neighbours neighbours;
    private final Wakeup owner;
    private final LongSupplier seeds;
    private final TouchedTuples touched = new TouchedTuples();
    private final Map<ExecutorPlan, Outbox> outboxes = new LinkedHashMap<>();

    /** For one executor of this worker; {@code owner} wakes it. */
    public Outputs(
            TopologyPlan plan,
            ExecutorPlan executor,
            WorkerInfo worker,
            ClassLoader userLoader,
            Neighbours neighbours,
            Wakeup owner,
            LongSupplier seeds) {
        this.plan = plan;
        this.component = plan.component(executor.component());
        this.executor = executor;
        this.worker = worker;
        this.userLoader = userLoader;
        this.neighbours = neighbours;
        this.owner = owner;
        this.seeds = seeds;
        for (StreamPlan stream : component.streams()) {
            for (SubscriptionPlan subscription : stream.subscriptions()) {
                connect(plan.component(subscription.consumer()));
            }
        }
    }

    private void connect(ComponentPlan consumer) {
        boolean feedback = component.cycle() != ComponentPlan.NO_CYCLE && component.cycle() == consumer.cycle();
        for (int task : consumer.tasks()) {
            outboxes.computeIfAbsent(plan.executorOfTask(task), receiver -> outbox(receiver, feedback));
        }
    }

    private Outbox outbox(ExecutorPlan receiver, boolean feedback) {
        Inbox inbox = neighbours.local(receiver);
        if (inbox != null) {
            return new LocalOutbox(inbox, owner, feedback);
        }
        int slots = executor.tasks().size() * component.streams().size();
        return new RemoteOutbox(
                receiver.firstTask(), neighbours.remote(receiver), feedback, slots, owner::wake, touched);
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
        if (!plan.acking()) {
            return new AckPath(new AckLane[0], new AckLane[0], touched);
        }
        Map<ExecutorPlan, AckLane> lanes = new LinkedHashMap<>();
        AckLane[] laneOfAcker = new AckLane[plan.ackerCount()];
        for (int acker = 0; acker < laneOfAcker.length; acker++) {
            ExecutorPlan receiver = plan.executorOfTask(plan.spoutTaskOf(acker));
            laneOfAcker[acker] = lanes.computeIfAbsent(receiver, this::lane);
        }
        return new AckPath(lanes.values().toArray(new AckLane[0]), laneOfAcker, touched);
    }

    private AckLane lane(ExecutorPlan receiver) {
        Inbox inbox = neighbours.local(receiver);
        return inbox != null
                ? AckLane.local(receiver.firstTask(), inbox)
                : AckLane.remote(receiver.firstTask(), neighbours.remote(receiver));
    }

    /**
     * The outputs of one task. Reads and prepares the custom groupings of its streams.
     *
     * @throws Exception of the user's groupings
     */
    public TaskOutput taskOutput(int task, Emitter emitter, TaskHooks hooks, TaskCounters counters, boolean debug)
            throws Exception {
        List<StreamPlan> plans = component.streams();
        int firstSlot = executor.tasks().indexOf(task) * plans.size();
        StreamOutput[] streams = new StreamOutput[plans.size()];
        for (int i = 0; i < streams.length; i++) {
            StreamPlan stream = plans.get(i);
            streams[i] = new StreamOutput(
                    stream,
                    new TupleSource(component.id(), task, stream.id(), stream.fields()),
                    firstSlot + i,
                    subscriptions(task, stream),
                    counters.stream(stream.id()));
        }
        emitter.add(streams);
        return new TaskOutput(component.id(), task, emitter, streams, hooks, debug);
    }

    private SubscriptionOutput[] subscriptions(int task, StreamPlan stream) throws Exception {
        List<SubscriptionPlan> plans = stream.subscriptions();
        SubscriptionOutput[] outputs = new SubscriptionOutput[plans.size()];
        for (int i = 0; i < outputs.length; i++) {
            SubscriptionPlan subscription = plans.get(i);
            Target[] targets = targets(plan.component(subscription.consumer()));
            TaskIds ids = new TaskIds(plan.component(subscription.consumer()).tasks());
            Grouper grouper = grouper(task, stream, subscription.grouping(), targets, ids);
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

    private Grouper grouper(int task, StreamPlan stream, Grouping grouping, Target[] targets, TaskIds ids)
            throws Exception {
        TargetView view = SubscriptionOutput.view(targets);
        byte[] custom = grouping.custom();
        if (custom == null) {
            return Groupers.create(grouping, stream.fields(), view, KeyGroups.count(targets.length), seeds.getAsLong());
        }
        String what = "custom grouping of " + stream;
        CustomGrouping own = UserObjects.read(what, custom, CustomGrouping.class, userLoader);
        own.prepare(worker, new GlobalStreamId(stream.component(), stream.id()), ids.all());
        return Groupers.custom(own, task, ids, view);
    }
}
