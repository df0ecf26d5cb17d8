package dev.vendaval.local;

import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.supervisor.launch.LaunchRequest;
import dev.vendaval.supervisor.launch.WorkerHandle;
import dev.vendaval.supervisor.launch.WorkerLauncher;
import dev.vendaval.worker.host.UserLoaders;
import dev.vendaval.worker.host.WorkerClock;
import dev.vendaval.worker.host.WorkerEnd;
import dev.vendaval.worker.host.WorkerOptions;
import dev.vendaval.worker.host.WorkerRuntime;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Starts workers as threads of this JVM: the same runtime, with the user's classes from this JVM. A thread cannot be
 * killed, so both ways of ending a worker ask it to stop. Stateless; any thread.
 */
final class ThreadWorkerLauncher implements WorkerLauncher {
    private final RpcFactory rpc;
    private final UserLoaders loaders;
    private final EmissionLogs logs;

    ThreadWorkerLauncher(RpcFactory rpc, ClassLoader userClasses, EmissionLogs logs) {
        this.rpc = rpc;
        // A worker closes the loader it was given; this one can be had again by the next worker.
        this.loaders = UserLoaders.ofArtifacts(new ClassLoader("local", userClasses) {});
        this.logs = logs;
    }

    @Override
    public WorkerHandle launch(LaunchRequest request) {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        WorkerOptions options = new WorkerOptions(
                request.supervisor(),
                request.topologyId(),
                request.host(),
                request.port(),
                request.incarnation(),
                ProcessHandle.current().pid(),
                request.directory(),
                rpc,
                WorkerClock.system(),
                loaders,
                () -> List.of(logs.of(request.topologyId()).newHook()),
                false,
                end -> exit.complete(exitCode(end)));
        return new WorkerThread(WorkerRuntime.start(options), exit);
    }

    private static int exitCode(WorkerEnd end) {
        return end.isOrderly() ? 0 : 1;
    }

    private record WorkerThread(WorkerRuntime worker, CompletableFuture<Integer> onExit) implements WorkerHandle {
        @Override
        public long pid() {
            return ProcessHandle.current().pid();
        }

        @Override
        public void destroy() {
            worker.stop("its supervisor asked it to end");
        }

        @Override
        public void destroyForcibly() {
            worker.stop("its supervisor ended it");
        }
    }
}
