package dev.vendaval.supervisor;

import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.supervisor.disk.WorkerDirectories;
import dev.vendaval.supervisor.log.LogRetention;
import dev.vendaval.supervisor.slot.SlotLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the owner thread works with.
 *
 * @param supervisor as it is registered
 * @param directories of the workers
 * @param artifacts directory of the cache
 * @param fileWork runs what waits for disk or downloads, bounded
 * @param readAgain asks for the cluster state to be read once more
 */
record SupervisorContext(
        SupervisorRecord supervisor,
        SlotLimits limits,
        SupervisorClock clock,
        Mailbox mailbox,
        WorkerDirectories directories,
        Workers workers,
        RpcFactory rpc,
        Path artifacts,
        long artifactCacheBytes,
        LogRetention retention,
        Executor fileWork,
        Runnable readAgain) {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorContext.class);

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
