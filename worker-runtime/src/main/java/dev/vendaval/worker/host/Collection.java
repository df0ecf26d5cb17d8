package dev.vendaval.worker.host;

import dev.vendaval.worker.executor.ExecutorSnapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Snapshots asked of all executors for one report. One whose component does not return does not answer;
 * the report then goes out without it when the deadline has passed, and answers no request.
 *
 * @param reportId the request it answers, 0 for none
 * @param snapshots in the order of the executors
 * @param awaited those that are waited for: not those of executors that sit in a call
 * @param deadline by the clock that only goes forward
 */
record Collection(
        long reportId,
        List<CompletableFuture<ExecutorSnapshot>> snapshots,
        List<CompletableFuture<ExecutorSnapshot>> awaited,
        long deadline) {
    boolean isComplete() {
        return snapshots.stream().allMatch(CompletableFuture::isDone);
    }

    boolean isOver(long now) {
        return awaited.stream().allMatch(CompletableFuture::isDone) || now - deadline >= 0;
    }
}
