package dev.vendaval.worker.executor;

import dev.vendaval.api.OutputCollector;
import dev.vendaval.api.Tuple;
import java.util.Collection;
import java.util.List;

/**
 * What one instance of a bolt calls. On the executor's thread calls go straight to the task; other threads' go through
 * the hand-off. Once the instance is being discarded, calls do nothing (its trees have failed already), and other threads'
 * emits are refused.
 */
final class BoltCollector implements OutputCollector {
    private final BoltTask task;
    private volatile boolean discarded;

    BoltCollector(BoltTask task) {
        this.task = task;
    }

    /** Before the instance is cleaned up, so that no thread it waits for is waiting here. */
    void discard() {
        discarded = true;
    }

    private boolean isDiscarded() {
        return discarded;
    }

    @Override
    public List<Integer> emit(String streamId, List<Object> values) {
        if (task.executor().isOwnThread()) {
            return discarded ? List.of() : task.emit(streamId, values);
        }
        return task.handOff.emit(this::isDiscarded, () -> task.emit(streamId, values));
    }

    @Override
    public List<Integer> emit(String streamId, Tuple anchor, List<Object> values) {
        if (task.executor().isOwnThread()) {
            return discarded ? List.of() : task.emit(streamId, anchor, values);
        }
        return task.handOff.emit(this::isDiscarded, () -> task.emit(streamId, anchor, values));
    }

    @Override
    public List<Integer> emit(String streamId, Collection<Tuple> anchors, List<Object> values) {
        if (task.executor().isOwnThread()) {
            return discarded ? List.of() : task.emit(streamId, anchors, values);
        }
        return task.handOff.emit(this::isDiscarded, () -> task.emit(streamId, anchors, values));
    }

    @Override
    public void emitDirect(int taskId, String streamId, Collection<Tuple> anchors, List<Object> values) {
        if (task.executor().isOwnThread()) {
            emitDirectNow(taskId, streamId, anchors, values);
        } else {
            task.handOff.emit(this::isDiscarded, () -> {
                emitDirectNow(taskId, streamId, anchors, values);
                return true;
            });
        }
    }

    private void emitDirectNow(int taskId, String streamId, Collection<Tuple> anchors, List<Object> values) {
        if (!discarded) {
            task.emitDirect(taskId, streamId, anchors, values);
        }
    }

    @Override
    public void ack(Tuple input) {
        if (task.executor().isOwnThread()) {
            if (!discarded) {
                task.ack(input);
            }
        } else {
            perform(() -> task.ack(input));
        }
    }

    @Override
    public void fail(Tuple input) {
        if (task.executor().isOwnThread()) {
            if (!discarded) {
                task.fail(input);
            }
        } else {
            perform(() -> task.fail(input));
        }
    }

    @Override
    public void resetTimeout(Tuple input) {
        if (task.executor().isOwnThread()) {
            if (!discarded) {
                task.resetTimeout(input);
            }
        } else {
            perform(() -> task.resetTimeout(input));
        }
    }

    @Override
    public void reportError(Throwable error) {
        if (task.executor().isOwnThread()) {
            task.report(error);
        } else {
            task.handOff.perform(this::isDiscarded, () -> task.report(error));
        }
    }

    private void perform(Runnable call) {
        task.handOff.perform(this::isDiscarded, () -> {
            if (!discarded) {
                task.executor().guard(task, call);
            }
        });
    }
}
