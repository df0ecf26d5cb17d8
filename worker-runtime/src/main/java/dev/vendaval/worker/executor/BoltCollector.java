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
    private final Executor executor;
    private volatile boolean discarded;

    BoltCollector(BoltTask task, Executor executor) {
        this.task = task;
        this.executor = executor;
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
        if (executor.isOwnThread()) {
            return discarded ? List.of() : task.emit(streamId, values);
        }
        return executor.handOff().emit(this::isDiscarded, () -> task.emit(streamId, values));
    }

    @Override
    public List<Integer> emit(String streamId, Tuple anchor, List<Object> values) {
        if (executor.isOwnThread()) {
            return discarded ? List.of() : task.emit(streamId, anchor, values);
        }
        return executor.handOff().emit(this::isDiscarded, () -> task.emit(streamId, anchor, values));
    }

    @Override
    public List<Integer> emit(String streamId, Collection<Tuple> anchors, List<Object> values) {
        if (executor.isOwnThread()) {
            return discarded ? List.of() : task.emit(streamId, anchors, values);
        }
        return executor.handOff().emit(this::isDiscarded, () -> task.emit(streamId, anchors, values));
    }

    @Override
    public void emitDirect(int taskId, String streamId, Collection<Tuple> anchors, List<Object> values) {
        if (executor.isOwnThread()) {
            emitDirectNow(taskId, streamId, anchors, values);
        } else {
            executor.handOff().emit(this::isDiscarded, () -> {
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
        if (executor.isOwnThread()) {
            if (!discarded) {
                task.ack(input);
            }
        } else {
            perform(() -> task.ack(input));
        }
    }

    @Override
    public void fail(Tuple input) {
        if (executor.isOwnThread()) {
            if (!discarded) {
                task.fail(input);
            }
        } else {
            perform(() -> task.fail(input));
        }
    }

    @Override
    public void resetTimeout(Tuple input) {
        if (executor.isOwnThread()) {
            if (!discarded) {
                task.resetTimeout(input);
            }
        } else {
            perform(() -> task.resetTimeout(input));
        }
    }

    @Override
    public void reportError(Throwable error) {
        if (executor.isOwnThread()) {
            task.report(error);
        } else {
            executor.handOff().perform(this::isDiscarded, () -> task.report(error));
        }
    }

    private void perform(Runnable call) {
        executor.handOff().perform(this::isDiscarded, () -> {
            if (!discarded) {
                executor.guard(task, call);
            }
        });
    }
}
