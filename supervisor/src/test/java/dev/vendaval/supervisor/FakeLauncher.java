package dev.vendaval.supervisor;

import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.supervisor.launch.LaunchRequest;
import dev.vendaval.supervisor.launch.WorkerHandle;
import dev.vendaval.supervisor.launch.WorkerLauncher;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Launches {@link FakeWorker}s, which connect at once unless told otherwise. */
final class FakeLauncher implements WorkerLauncher {
    /** Above any real process id, so that nothing is ever mistaken for ours. */
    private static final long FIRST_PID = 1L << 40;

    final List<FakeWorker> launched = new CopyOnWriteArrayList<>();
    private final RpcFactory rpc;
    volatile boolean workersConnect = true;
    volatile boolean broken;

    FakeLauncher(RpcFactory rpc) {
        this.rpc = rpc;
    }

    @Override
    public WorkerHandle launch(LaunchRequest request) throws IOException {
        if (broken) {
            throw new IOException("no java here");
        }
        FakeWorker worker = new FakeWorker(request, FIRST_PID + launched.size(), rpc);
        launched.add(worker);
        if (workersConnect) {
            worker.connect();
        }
        return worker;
    }

    @Override
    public Optional<WorkerHandle> find(long pid, String birth) {
        return launched.stream()
                .filter(worker -> worker.pid() == pid && worker.birth().equals(birth) && !worker.isGone())
                .map(worker -> (WorkerHandle) worker)
                .findFirst();
    }
}
