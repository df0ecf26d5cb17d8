package dev.vendaval.worker.executor;

import dev.vendaval.api.SpoutOutputCollector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one instance of a spout calls. On the executor's thread calls go straight to the task; other threads' go through
 * the hand-off. Once the instance is being discarded, calls do nothing, and other threads' emits are refused.
 */
final class SpoutCollector implements SpoutOutputCollector {
    private final SpoutTask task;
    private final Executor executor;
    private volatile boolean discarded;

    SpoutCollector(SpoutTask task, Executor executor) {
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
    public List<Integer> emit(String streamId, List<Object> values, @Nullable Object messageId) {
        if (executor.isOwnThread()) {
            return discarded ? List.of() : task.emit(streamId, values, messageId);
        }
        return executor.handOff().emit(this::isDiscarded, () -> task.emit(streamId, values, messageId));
    }

    @Override
    public void emitDirect(int taskId, String streamId, List<Object> values, @Nullable Object messageId) {
        if (executor.isOwnThread()) {
            emitDirectNow(taskId, streamId, values, messageId);
        } else {
            executor.handOff().emit(this::isDiscarded, () -> {
                emitDirectNow(taskId, streamId, values, messageId);
                return true;
            });
        }
    }

    private void emitDirectNow(int taskId, String streamId, List<Object> values, @Nullable Object messageId) {
        if (!discarded) {
            task.emitDirect(taskId, streamId, values, messageId);
        }
    }

    @Override
    public int pendingCount() {
        return discarded ? 0 : task.pending();
    }

    @Override
    public void wakeUp() {
        task.wakeUp();
    }

    @Override
    public void reportError(Throwable error) {
        if (executor.isOwnThread()) {
            task.report(error);
        } else {
            executor.handOff().perform(this::isDiscarded, () -> task.report(error));
        }
    }
}
