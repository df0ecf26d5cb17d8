package dev.vendaval.nimbus.liveness;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.service.WorkerLinkService.OrderSender;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.TopologyStatus;
import org.jspecify.annotations.Nullable;

/** A worker that reports to Nimbus itself, since it has no supervisor, and what it was told. Owned by the thread {@code nimbus}. */
public final class DirectWorker {
    private static final long PULSE_MS = 1_000;

    private final WorkerHello hello;
    private final OrderSender orders;
    private long heardMs;
    private long pulseMs;
    private @Nullable WorkerReport report;
    private @Nullable String supervisorId;
    private long toldVersion;
    private @Nullable TopologyStatus toldStatus;
    private boolean stopped;

    DirectWorker(WorkerHello hello, OrderSender orders, long nowMs) {
        this.hello = hello;
        this.orders = orders;
        this.heardMs = nowMs;
    }

    void reported(WorkerReport newReport, long nowMs) {
        report = newReport;
        heardMs = nowMs;
    }

    public String topologyId() {
        return hello.topologyId();
    }

    public Incarnation incarnation() {
        return hello.incarnation();
    }

    public int port() {
        return hello.port();
    }

    /** When it was last heard, in monotonic milliseconds. */
    public long heardMs() {
        return heardMs;
    }

    /** Its newest report, null before the first. */
    public @Nullable WorkerReport report() {
        return report;
    }

    /** Who had launched it; null until it was found in an assignment. */
    public @Nullable String supervisorId() {
        return supervisorId;
    }

    /**
     * It is in the assignment, in a slot of this supervisor; it is told what is new to it, and something each second,
     * so that it knows that it is heard.
     */
    public void placed(String atSupervisor, Assignment assignment, TopologyStatus status, long nowMs) {
        supervisorId = atSupervisor;
        if (nowMs >= pulseMs) {
            pulseMs = nowMs + PULSE_MS;
            orders.send(new WorkerOrder.ReportNow(0));
        }
        if (toldVersion != assignment.version() || toldStatus != status) {
            toldVersion = assignment.version();
            toldStatus = status;
            orders.send(new WorkerOrder.Adopt(assignment, status));
        }
    }

    /** Whether it was told to stop. */
    public boolean isStopped() {
        return stopped;
    }

    /** Nobody wants it any more. */
    public void stop(String reason) {
        stopped = true;
        orders.send(new WorkerOrder.Stop(reason));
    }

    void askReport(long reportId) {
        orders.send(new WorkerOrder.ReportNow(reportId));
    }

    void close() {
        orders.close();
    }

    boolean talksBy(OrderSender sender) {
        return orders == sender;
    }

    @Override
    public String toString() {
        return "worker " + hello.incarnation() + " of " + hello.topologyId() + " on port " + hello.port();
    }
}
