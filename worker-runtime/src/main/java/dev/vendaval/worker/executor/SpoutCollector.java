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
    private volatile boolean discarded;

    SpoutCollector(SpoutTask task) {
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
    public List<Integer> emit(String streamId, List<Object> values, @Nullable Object messageId) {
        if (task.executor().isOwnThread()) {
            return discarded ? List.of() : task.emit(streamId, values, messageId);
        }
        return task.handOff.emit(this::isDiscarded, () -> task.emit(streamId, values, messageId));
    }

    @Override
    public void emitDirect(int taskId, String streamId, List<Object> values, @Nullable Object messageId) {
        if (task.executor().isOwnThread()) {
            emitDirectNow(taskId, streamId, values, messageId);
        } else {
            task.handOff.emit(this::isDiscarded, () -> {
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
        if (task.executor().isOwnThread()) {
            task.report(error);
        } else {
            task.handOff.perform(this::isDiscarded, () -> task.report(error));
        }
    }
}
