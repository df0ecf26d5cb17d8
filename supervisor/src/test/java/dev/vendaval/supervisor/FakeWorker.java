package dev.vendaval.supervisor;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.grpc.OrderListener;
import dev.vendaval.protocol.grpc.RpcFactory;
import dev.vendaval.protocol.grpc.SupervisorConnection;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.service.SupervisorAddressFile;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.supervisor.launch.LaunchRequest;
import dev.vendaval.supervisor.launch.WorkerHandle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A worker that is no process: it says hello over real gRPC, keeps its orders, and dies when told. It
 * obeys Stop and answers ReportNow unless it is stubborn.
 */
final class FakeWorker implements WorkerHandle, OrderListener {
    final LaunchRequest request;
    final List<WorkerOrder> orders = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final long pid;
    private final RpcFactory rpc;
    private volatile boolean stubborn;
    private volatile @Nullable SupervisorConnection connection;

    FakeWorker(LaunchRequest request, long pid, RpcFactory rpc) {
        this.request = request;
        this.pid = pid;
        this.rpc = rpc;
        exit.whenComplete((code, failure) -> disconnect());
    }

    void connect() {
        connection = rpc.connectWorkerToSupervisor(
                supervisor(), new WorkerHello(request.topologyId(), request.port(), pid, request.incarnation()), this);
    }

    /** Where it would look for its supervisor now. */
    HostPort supervisor() {
        try {
            return HostPort.parse(Files.readString(SupervisorAddressFile.in(request.directory()))
                    .strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void disconnect() {
        SupervisorConnection present = connection;
        if (present != null) {
            present.close();
        }
    }

    void becomeStubborn() {
        stubborn = true;
    }

    void report(long reportId) {
        SupervisorConnection present = connection;
        if (present != null) {
            present.send(newReport(reportId));
        }
    }

    private WorkerReport newReport(long reportId) {
        return new WorkerReport(
                request.topologyId(),
                request.port(),
                pid,
                request.incarnation(),
                WorkerState.RUNNING,
                reportId,
                1,
                "ACTIVE",
                0,
                0,
                0,
                InFlight.NONE,
                List.of(),
                List.of(),
                List.of(),
                request.incarnation().launchCount());
    }

    void die(int exitCode) {
        exit.complete(exitCode);
    }

    <T extends WorkerOrder> List<T> orders(Class<T> type) {
        return orders.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public void order(WorkerOrder order) {
        orders.add(order);
        if (!stubborn && order instanceof WorkerOrder.ReportNow now) {
            report(now.reportId());
        } else if (!stubborn && order instanceof WorkerOrder.Stop) {
            die(0);
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        connection = null;
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public String birth() {
        return "birth of " + pid;
    }

    @Override
    public CompletableFuture<Integer> onExit() {
        return exit;
    }

    @Override
    public void destroy() {
        die(143);
    }

    @Override
    public void destroyForcibly() {
        die(137);
    }
}
