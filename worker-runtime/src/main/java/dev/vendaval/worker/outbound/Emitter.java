package dev.vendaval.worker.outbound;

import dev.vendaval.worker.codec.ByteInput;
import dev.vendaval.worker.codec.ByteOutput;
import dev.vendaval.worker.codec.CodecException;
import dev.vendaval.worker.codec.ValueCodec;
import dev.vendaval.worker.exchange.DataSection;
import dev.vendaval.worker.metrics.StreamCounters;
import dev.vendaval.worker.routing.UnhashableKeyException;
import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one executor: groupings choose, values are encoded once if any copy needs it, then every copy gets its
 * edges and goes to its outbox. Nothing is changed before all that can fail has succeeded, so a failing emit leaves its
 * anchors as they were. Never blocks and never refuses; what is emitted beyond the receivers' room waits in the outboxes
 * and closes the gate, which the executor asks before its next tuple. Owned by the executor's thread.
 */
public final class Emitter {
    private static final int FIRST_SCRATCH_BYTES = 1024;

    private final ValueCodec codec;
    private final Anchoring anchoring;
    private final boolean alwaysSerialize;
    private final ByteOutput encoded = new ByteOutput(FIRST_SCRATCH_BYTES);
    private final ByteInput decoding = new ByteInput();
    private final List<Outbox> dirty = new ArrayList<>();
    private final List<StreamOutput> streams = new ArrayList<>();

    /** Those that tuples go to; replaced when the plan changes. */
    private Outbox[] outboxes = {};

    private RemoteOutbox[] feedback = {};

    /** Those that get no more tuples: what is in them leaves, then their ends. */
    private final List<Retiring> retiring = new ArrayList<>();

    private @Nullable List<Object> decodedAhead;

    /** Some outbox has reached its limit since the gate was last found open. */
    private boolean suspect = true;

    /**
     * @param alwaysSerialize whether values go through the codec on their way inside the worker, too
     */
    Emitter(Outbox[] outboxes, ValueCodec codec, Anchoring anchoring, boolean alwaysSerialize) {
        this.codec = codec;
        this.anchoring = anchoring;
        this.alwaysSerialize = alwaysSerialize;
        use(outboxes);
    }

    private void use(Outbox[] present) {
        outboxes = present;
        feedback = Arrays.stream(present)
                .filter(RemoteOutbox.class::isInstance)
                .map(RemoteOutbox.class::cast)
                .filter(RemoteOutbox::isFeedback)
                .toArray(RemoteOutbox[]::new);
    }

    /** An outbox whose channels end. */
    record Retiring(Outbox outbox, DataSection end, BooleanSupplier receiverIsGone) {}

    /** From now on tuples go to these outboxes; the streams of all tasks are to be added anew. */
    void follow(Outbox[] next, List<Retiring> ending) {
        use(next);
        streams.clear();
        suspect = true;
        for (Retiring each : ending) {
            each.outbox().dirty = false;
            dirty.remove(each.outbox());
            retiring.add(each);
        }
    }

    /** Whether ends are still to be put. */
    public boolean isRetiring() {
        return !retiring.isEmpty();
    }

    /** What is for workers that have died meanwhile is lost; returns how many trees fail for it, to {@code failed}. */
    public long abandonDead(LongConsumer failed) {
        long untracked = 0;
        for (Retiring each : List.copyOf(retiring)) {
            if (each.receiverIsGone().getAsBoolean()) {
                untracked += each.outbox().abandon(failed);
            }
        }
        return untracked;
    }

    private boolean retire() {
        if (retiring.isEmpty()) {
            return true;
        }
        retiring.removeIf(each -> each.outbox().flush() && each.outbox().end(each.end()));
        return retiring.isEmpty();
    }

    /** The streams of one more task. */
    void add(StreamOutput[] more) {
        Collections.addAll(streams, more);
    }

    /** The trees of the next tuple. */
    public Anchoring anchoring() {
        return anchoring;
    }

    /** Emits to whom the groupings choose; the anchoring was set before. */
    List<Integer> emit(StreamOutput stream, List<Object> values) {
        stream.checkPlain(values);
        SoleReceiver sole = stream.sole();
        if (sole == null || alwaysSerialize) {
            return send(stream, values, choose(stream, values));
        }
        anchoring.nextCopy(0);
        return send(stream, sole, anchoring.copy(stream.source(), values, sole.task()));
    }

    /** Emits anchored to one live tuple to whom the groupings choose. */
    List<Integer> emit(StreamOutput stream, RuntimeTuple anchor, List<Object> values) {
        SoleReceiver sole = stream.sole();
        if (sole == null || alwaysSerialize || anchor.moreRoots != null) {
            anchoring.untracked();
            anchoring.anchor(anchor);
            anchoring.seal();
            return emit(stream, values);
        }
        stream.checkPlain(values);
        long edge = anchoring.drawChild(anchor);
        return send(stream, sole, new RuntimeTuple(stream.source(), values, sole.task(), anchor.root, edge));
    }

    private List<Integer> send(StreamOutput stream, SoleReceiver sole, RuntimeTuple copy) {
        addTo(sole.outbox(), copy);
        StreamCounters counters = stream.counters();
        counters.emitted++;
        counters.transferred++;
        return sole.ids();
    }

    private void addTo(LocalOutbox outbox, RuntimeTuple copy) {
        if (outbox.add(copy)) {
            lookAt(outbox);
        }
    }

    private void lookAt(Outbox outbox) {
        if (!outbox.dirty) {
            outbox.dirty = true;
            dirty.add(outbox);
        }
        suspect |= !outbox.isOpen();
    }

    private static int choose(StreamOutput stream, List<Object> values) {
        int copies = 0;
        try {
            for (SubscriptionOutput subscription : stream.subscriptions()) {
                copies += subscription.choose(values);
            }
        } catch (UnhashableKeyException e) {
            throw new IllegalArgumentException("a tuple on " + stream + " cannot be routed: " + e.getMessage(), e);
        }
        return copies;
    }

    /** Emits to one task. */
    List<Integer> emitDirect(StreamOutput stream, int task, List<Object> values) {
        stream.checkDirect(values);
        int copies = 0;
        for (SubscriptionOutput subscription : stream.subscriptions()) {
            copies += subscription.choose(task) ? 1 : 0;
        }
        if (copies == 0) {
            throw new IllegalArgumentException("task " + task + " does not subscribe to " + stream);
        }
        return send(stream, values, copies);
    }

    private List<Integer> send(StreamOutput stream, List<Object> values, int copies) {
        if (copies > 0) {
            encodeIfNeeded(stream, values);
        }
        for (SubscriptionOutput subscription : stream.subscriptions()) {
            for (int i = 0; i < subscription.chosenCount(); i++) {
                sendCopy(stream, subscription.chosen(i), values);
            }
        }
        stream.counters().emitted++;
        stream.counters().transferred += copies;
        return targetIds(stream);
    }

    private void sendCopy(StreamOutput stream, Target target, List<Object> values) {
        Outbox outbox = target.outbox();
        if (outbox instanceof LocalOutbox local) {
            anchoring.nextCopy(0);
            addTo(local, anchoring.copy(stream.source(), alwaysSerialize ? ownValues() : values, target.task()));
        } else if (outbox instanceof RemoteOutbox remote) {
            anchoring.nextCopy(remote.touchBit());
            remote.add(stream, target.indexInExecutor(), anchoring, encoded);
            lookAt(remote);
        }
    }

    private void encodeIfNeeded(StreamOutput stream, List<Object> values) {
        if (!alwaysSerialize && !(stream.mayLeaveWorker() && anyRemote(stream))) {
            return;
        }
        encoded.truncate(0);
        try {
            codec.write(values, encoded);
            if (alwaysSerialize) {
                // Now, while nothing has been changed: what cannot be read is the emit's error, too.
                decodedAhead = decode();
            }
        } catch (CodecException e) {
            int field = e.valueIndex();
            String where = field < 0 ? "" : ", field '" + stream.plan().fields().get(field) + "'";
            throw new IllegalArgumentException(
                    "a tuple on " + stream + where + " cannot be encoded: " + e.getMessage(), e);
        }
    }

    private static boolean anyRemote(StreamOutput stream) {
        for (SubscriptionOutput subscription : stream.subscriptions()) {
            for (int i = 0; i < subscription.chosenCount(); i++) {
                if (subscription.chosen(i).outbox() instanceof RemoteOutbox) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Values for one local copy only. */
    private List<Object> ownValues() {
        List<Object> ahead = decodedAhead;
        decodedAhead = null;
        return ahead != null ? ahead : decode();
    }

    private List<Object> decode() {
        return codec.read(decoding.reset(encoded.array(), 0, encoded.position()));
    }

    private static List<Integer> targetIds(StreamOutput stream) {
        SubscriptionOutput[] subscriptions = stream.subscriptions();
        if (subscriptions.length == 1) {
            return subscriptions[0].chosenIds();
        }
        List<Integer> ids = new ArrayList<>();
        for (SubscriptionOutput subscription : subscriptions) {
            ids.addAll(subscription.chosenIds());
        }
        return List.copyOf(ids);
    }

    /** Whether the executor may take its next tuple: no subscription is closed. One compare while there is room. */
    public boolean isOpen() {
        return !suspect || lookAgain();
    }

    private boolean lookAgain() {
        refreshClosed();
        for (StreamOutput stream : streams) {
            if (stream.isClosed()) {
                return false;
            }
        }
        suspect = false;
        return true;
    }

    private void refreshClosed() {
        for (Outbox outbox : outboxes) {
            if (!outbox.isOpen()) {
                outbox.refresh();
            }
        }
    }

    /** Round end: hands over what the receivers have room for; true if nothing is left. */
    public boolean flush() {
        int kept = 0;
        for (Outbox outbox : dirty) {
            if (outbox.flush()) {
                outbox.dirty = false;
            } else {
                suspect = true;
                dirty.set(kept++, outbox);
            }
        }
        dirty.subList(kept, dirty.size()).clear();
        refreshClosed();
        return retire() && kept == 0;
    }

    /** Asks to be woken when there is room for what could not be flushed; true if some has come meanwhile. */
    public boolean wantRoom() {
        boolean some = false;
        for (Outbox outbox : outboxes) {
            if (outbox.dirty || !outbox.isOpen()) {
                some |= outbox.wantRoom();
            }
        }
        for (Retiring each : retiring) {
            some |= each.outbox().wantRoom();
        }
        return some;
    }

    /** Whether all that this executor feeds is prepared. */
    public boolean receiversAreReady() {
        for (Outbox outbox : outboxes) {
            if (!outbox.receiverIsReady()) {
                return false;
            }
        }
        return true;
    }

    /** Tuples on feedback edges to other workers that have not left this one. */
    public long unsentFeedback() {
        long unsent = 0;
        for (RemoteOutbox outbox : feedback) {
            unsent += outbox.unsentTuples();
        }
        return unsent;
    }

    /** Tuples emitted and not handed over. */
    public long waitingTuples() {
        long waiting = 0;
        for (Outbox outbox : dirty) {
            waiting += outbox.waitingTuples();
        }
        for (Retiring each : retiring) {
            waiting += each.outbox().waitingTuples();
        }
        return waiting;
    }
}
