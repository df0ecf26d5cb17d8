package dev.vendaval.worker;

import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.worker.console.ConsoleCapture;
import dev.vendaval.worker.host.UserLoaders;
import dev.vendaval.worker.host.WorkerClock;
import dev.vendaval.worker.host.WorkerEnd;
import dev.vendaval.worker.host.WorkerOptions;
import dev.vendaval.worker.host.WorkerRuntime;
import java.time.Duration;
import java.util.List;

/**
 * A worker process, launched by a supervisor; see {@link WorkerArguments} for its command line.
 *
 * <pre>
 * java ... -Dvendaval.role=worker -Dvendaval.topology=ID -Dvendaval.port=PORT dev.vendaval.worker.WorkerMain
 *     --supervisor HOST:PORT --host HOST --incarnation INDEX.LEASE.LAUNCH --code-dir DIRECTORY
 * </pre>
 *
 * Exit code 0 after an orderly stop, 1 after a fault, 2 if the command line is wrong. SIGTERM is an
 * orderly stop. Standard output is the worker's log.
 */
public final class WorkerMain {
    /** SIGTERM: longer than the clean-up time-out that users may reasonably set; the supervisor kills earlier. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    private WorkerMain() {}

    /** Runs the worker until it ends. */
    public static void main(String[] arguments) {
        ConsoleCapture.install();
        WorkerArguments read;
        try {
            read = WorkerArguments.parse(arguments, System::getProperty);
        } catch (IllegalArgumentException e) {
            System.err.println("vendaval worker: " + e.getMessage());
            System.exit(2);
            return;
        }
        RpcFactory rpc = new RpcFactory(new Caller(System.getProperty("user.name", "?"), read.host(), "worker"));
        WorkerRuntime worker = WorkerRuntime.start(options(read, rpc));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(worker), "worker-shutdown"));
    }

    private static WorkerOptions options(WorkerArguments read, RpcFactory rpc) {
        return new WorkerOptions(
                read.supervisor(),
                read.topologyId(),
                read.host(),
                read.port(),
                read.incarnation(),
                ProcessHandle.current().pid(),
                read.codeDirectory(),
                rpc,
                WorkerClock.system(),
                UserLoaders.ofArtifacts(WorkerMain.class.getClassLoader()),
                List::of,
                true,
                end -> exit(end, rpc));
    }

    private static void exit(WorkerEnd end, RpcFactory rpc) {
        rpc.close();
        System.exit(end.isOrderly() ? 0 : 1);
    }

    private static void stop(WorkerRuntime worker) {
        worker.stop("the process was asked to end");
        try {
            worker.awaitEnd(STOP_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
