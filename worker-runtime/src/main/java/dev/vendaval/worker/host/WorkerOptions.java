package dev.vendaval.worker.host;

import dev.vendaval.api.TaskHook;
import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.report.Incarnation;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Everything a worker is launched with.
 *
 * @param supervisor where it says hello
 * @param host where its links listen
 * @param port of its slot, where its links listen
 * @param pid of the process it runs in
 * @param codeDirectory what users' code sees as such
 * @param rpc not closed by the worker
 * @param taskHooks made for each task, beside those that components add
 * @param rehearses whether it shall {@linkplain Rehearsal rehearse} before its first rebalance: where it is a JVM of its own
 * @param onEnd called once, on the worker's own thread, last of all
 */
public record WorkerOptions(
        HostPort supervisor,
        String topologyId,
        String host,
        int port,
        Incarnation incarnation,
        long pid,
        Path codeDirectory,
        RpcFactory rpc,
        WorkerClock clock,
        UserLoaders loaders,
        Supplier<List<TaskHook>> taskHooks,
        boolean rehearses,
        Consumer<WorkerEnd> onEnd) {
    @Override
    public String toString() {
        return "worker " + incarnation + " of " + topologyId + " at " + host + ":" + port;
    }
}
