package dev.vendaval.worker.executor;

import dev.vendaval.api.BasicBolt;
import dev.vendaval.api.Bolt;
import dev.vendaval.api.StateHandover;
import dev.vendaval.api.Streams;
import dev.vendaval.api.Tuple;
import dev.vendaval.protocol.config.TopologySettings;
import dev.vendaval.protocol.report.BoltInsight;
import dev.vendaval.protocol.report.TaskReport;
import dev.vendaval.worker.outbound.AckPath;
import dev.vendaval.worker.outbound.Anchoring;
import dev.vendaval.worker.tuple.RuntimeTuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task of a bolt: gives it tuples, takes its emits, acks and fails. Owned by the executor's thread.
 *
 * <p>A tuple's root tells what may still be done with it: positive, it is live; negative, it was acked or failed and
 * doing it again is a misuse; 0, it is untracked, and becomes {@link #DONE_UNTRACKED} so that it is counted once.
 */
final class BoltTask extends Task {
    private static final long DONE_UNTRACKED = Long.MIN_VALUE;

    private AckPath acks;
    private final OpenSet open = new OpenSet();
    private @Nullable Bolt bolt;

    /** The instance, if its memory goes along to another worker. */
    private @Nullable StateHandover memory;

    /** What came from other instances for one that was not there yet. */
    private final List<byte[]> statesToRestore = new ArrayList<>();

    private @Nullable BoltCollector collector;
    private long misuses;

    /** Calls in the present slice of the round, and those of the round's earlier slices that were quick. */
    private int sliceCalls;

    private long quickCalls;

    BoltTask(Executor executor, int id) {
        super(executor, id);
        this.acks = executor.acks();
    }

    @Override
    void settled(TopologySettings settings) {}

    @Override
    void open() throws Exception {
        Object made = newInstance(Object.class);
        bolt = made instanceof BasicBolt basic ? new BasicBoltRunner(basic) : (Bolt) made;
        memory = made instanceof StateHandover handover ? handover : null;
        collector = new BoltCollector(this);
        bolt.prepare(executor().component().configuration(), context, collector);
        if (memory != null) {
            while (!statesToRestore.isEmpty()) {
                memory.restore(statesToRestore.remove(0));
            }
        }
    }

    @Override
    void close() throws Exception {
        Bolt discarded = bolt;
        bolt = null;
        memory = null;
        if (collector != null) {
            collector.discard();
            collector = null;
        }
        if (discarded != null) {
            discarded.cleanup();
        }
    }

    @Override
    void giveUpTrees() {
        open.drain(this::failNow);
    }

    @Override
    void moved() {
        acks = executor().acks();
    }

    @Override
    boolean hasOpenInputs() {
        return open.size() > 0;
    }

    @Override
    void prepareToMove() {
        StateHandover present = memory;
        if (present != null && isRunning()) {
            executor().guard(this, present::prepareToMove);
        }
    }

    @Override
    byte @Nullable [] save() {
        StateHandover present = memory;
        if (present == null || !isRunning()) {
            return null;
        }
        executor().enter(this);
        try {
            return present.save();
        } catch (Throwable e) {
            // Its own trouble; the memory starts empty at the new place, as after any other failure.
            report(e);
            if (endsWorker(e)) {
                executor().environment().endWorker().accept(e);
            }
            return null;
        }
    }

    @Override
    void restore(byte @Nullable [] state) {
        StateHandover present = memory;
        if (state == null) {
            return;
        }
        if (!isRunning()) {
            statesToRestore.add(state);
        } else if (present != null) {
            executor().guard(this, () -> present.restore(state));
        }
    }

    @Override
    int failOpenInputs(boolean ends) {
        int count = open.size();
        open.drain(this::failNow);
        return count;
    }

    /** Fails a tuple that will never be executed. */
    void failUnexecuted(RuntimeTuple tuple) {
        if (tuple.root > 0) {
            failNow(tuple);
        }
    }

    private void failNow(RuntimeTuple tuple) {
        acks.fail(tuple);
        counters.failed++;
    }

    /** Gives the bolt one tuple that counts in its latency. */
    void executeTimed(RuntimeTuple tuple) {
        sliceCalls++;
        execute(tuple);
    }

    /** The slice is over: its calls took so long each, or were too quick to tell. */
    void endSlice(boolean slow, long nanosEach) {
        if (slow && sliceCalls > 0) {
            counters.executeTook(nanosEach, sliceCalls);
        } else {
            quickCalls += sliceCalls;
        }
        sliceCalls = 0;
    }

    /** The round is over: its quick calls took so long each on average. */
    void endRound(long nanosEach) {
        if (quickCalls > 0) {
            counters.executeTook(nanosEach, quickCalls);
            quickCalls = 0;
        }
    }

    /** Gives the bolt one tuple. */
    void execute(RuntimeTuple tuple) {
        Bolt present = bolt;
        if (present == null) {
            throw new IllegalStateException("task " + id + " has no instance");
        }
        try {
            present.execute(tuple);
            if (!hooks.isEmpty()) {
                hooks.executed(tuple);
            }
        } catch (Throwable e) {
            // Whatever users' code throws is theirs; Task tells apart what must end the worker.
            if (tuple.isLive()) {
                open.remove(tuple);
                failNow(tuple);
            }
            failed(e, false);
            return;
        }
        counters.executed += isTick(tuple) ? 0 : 1;
        if (tuple.root > 0) {
            open.add(tuple);
        }
        restarts.succeeded();
    }

    private static boolean isTick(RuntimeTuple tuple) {
        return tuple.source().task() == Streams.SYSTEM_TASK;
    }

    List<Integer> emit(String stream, List<Object> values) {
        output().anchoring().untracked();
        return emitAnchored(stream, values);
    }

    List<Integer> emit(String stream, Tuple anchor, List<Object> values) {
        if (anchor instanceof RuntimeTuple own && own.task == id && own.root > 0) {
            List<Integer> targets = output().emit(stream, own, values);
            output().emitted(stream, values, targets);
            return targets;
        }
        anchorTo(anchor);
        return emitAnchored(stream, values);
    }

    List<Integer> emit(String stream, Collection<Tuple> anchors, List<Object> values) {
        anchorTo(anchors);
        return emitAnchored(stream, values);
    }

    void emitDirect(int task, String stream, Collection<Tuple> anchors, List<Object> values) {
        anchorTo(anchors);
        List<Integer> targets = output().emitDirect(task, stream, values);
        output().emitted(stream, values, targets);
    }

    private List<Integer> emitAnchored(String stream, List<Object> values) {
        List<Integer> targets = output().emit(stream, values);
        output().emitted(stream, values, targets);
        return targets;
    }

    private void anchorTo(Tuple anchor) {
        Anchoring anchoring = output().anchoring();
        anchoring.untracked();
        addAnchor(anchoring, anchor);
        anchoring.seal();
    }

    private void anchorTo(Collection<Tuple> anchors) {
        Anchoring anchoring = output().anchoring();
        anchoring.untracked();
        for (Tuple anchor : anchors) {
            addAnchor(anchoring, anchor);
        }
        anchoring.seal();
    }

    private void addAnchor(Anchoring anchoring, Tuple anchor) {
        RuntimeTuple own = own(anchor, "emitted anchored to");
        if (own == null) {
            return;
        }
        if (own.root > 0) {
            anchoring.anchor(own);
        } else if (own.root != 0 && own.root != DONE_UNTRACKED) {
            misuse("emitted, after its ack or fail, anchored to", anchor);
        }
    }

    void ack(Tuple input) {
        RuntimeTuple tuple = own(input, "acked");
        if (tuple == null || !mayFinish(tuple, "acked")) {
            return;
        }
        if (tuple.root > 0) {
            open.remove(tuple);
            acks.ack(tuple);
        } else {
            tuple.root = DONE_UNTRACKED;
        }
        counters.acked++;
        if (!hooks.isEmpty()) {
            hooks.acked(tuple);
        }
    }

    void fail(Tuple input) {
        RuntimeTuple tuple = own(input, "failed");
        if (tuple == null || !mayFinish(tuple, "failed")) {
            return;
        }
        if (tuple.root > 0) {
            open.remove(tuple);
            acks.fail(tuple);
        } else {
            tuple.root = DONE_UNTRACKED;
        }
        counters.failed++;
        if (!hooks.isEmpty()) {
            hooks.failed(tuple);
        }
    }

    void resetTimeout(Tuple input) {
        RuntimeTuple tuple = own(input, "reset the time-out of");
        if (tuple != null && tuple.root > 0) {
            acks.resetTimeout(tuple);
        }
    }

    /** Whether an ack or fail of the tuple counts; reports a second one. */
    private boolean mayFinish(RuntimeTuple tuple, String what) {
        if (tuple.root > 0) {
            return true;
        }
        if (tuple.root == 0) {
            return !isTick(tuple);
        }
        if (tuple.root != DONE_UNTRACKED) {
            misuse(what + " for the second time", tuple);
        }
        return false;
    }

    /** The tuple, if it was given to this task; reports it otherwise. */
    private @Nullable RuntimeTuple own(Tuple tuple, String what) {
        if (tuple instanceof RuntimeTuple own && own.task == id) {
            return own;
        }
        misuse(what + ", though it is not this task's,", tuple);
        return null;
    }

    private void misuse(String what, Tuple tuple) {
        misuses++;
        executor()
                .misuse()
                .report(
                        executor().component().id(),
                        id,
                        what,
                        tuple,
                        executor().round().now());
    }

    BoltInsight insight() {
        return new BoltInsight(id, phase(), open.size(), open.oldestRoots());
    }

    @Override
    TaskReport report() {
        return counters.toReport(0, misuses);
    }
}
