package dev.vendaval.supervisor;

import dev.vendaval.protocol.artifact.ArtifactPeers;
import dev.vendaval.protocol.artifact.ArtifactStore;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.supervisor.disk.RetiredFiles;
import dev.vendaval.supervisor.disk.WorkerDirectories;
import dev.vendaval.supervisor.launch.ThreadDump;
import dev.vendaval.supervisor.log.LogRetention;
import dev.vendaval.supervisor.slot.SlotLimits;
import dev.vendaval.supervisor.worker.LiveWorker;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the owner thread works with.
 *
 * @param supervisor as it is registered
 * @param directories of the workers
 * @param retired what is kept of dead workers
 * @param artifacts the cache
 * @param artifactPeers who else may have an artifact
 * @param fileWork runs what waits for disk or downloads, bounded
 * @param isClusterReachable whether the cluster state is, as far as is known; never blocks
 * @param readAgain asks for the cluster state to be read once more
 */
record SupervisorContext(
        SupervisorRecord supervisor,
        SlotLimits limits,
        SupervisorClock clock,
        Mailbox mailbox,
        WorkerDirectories directories,
        RetiredFiles retired,
        Workers workers,
        RpcFactory rpc,
        ArtifactStore artifacts,
        ArtifactPeers artifactPeers,
        long artifactCacheBytes,
        LogRetention retention,
        ThreadDump threadDump,
        Executor fileWork,
        BooleanSupplier isClusterReachable,
        Runnable readAgain) {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorContext.class);

    /** Starts to write down what a worker's threads do; the answer comes to the mailbox, or the slot's time-out first. */
    void dumpThreads(LiveWorker worker) {
        try {
            fileWork.execute(() -> {
                try {
                    String where = threadDump.write(
                            worker.handle().pid(),
                            workers.log(worker),
                            worker.incarnation().launchCount());
                    mailbox.put(new SupervisorMessage.ThreadsDumped(
                            worker.port(), worker.incarnation().launchCount(), where));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.warn("too busy to write down the threads of worker {}", worker.incarnation(), e);
        }
    }

    /** Starts the removal of old logs. */
    void removeOldLogs(Set<String> liveTopologyIds) {
        try {
            fileWork.execute(() -> {
                try {
                    retention.apply(clock.wall().instant(), liveTopologyIds);
                } catch (IOException e) {
                    LOG.warn("old logs cannot be removed now; next try tomorrow", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.warn("too busy to look for old logs; next try tomorrow", e);
        }
    }
}
