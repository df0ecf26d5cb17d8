package dev.vendaval.supervisor.worker;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.protocol.report.WorkerReport;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.service.WorkerLinkService.OrderSender;
import dev.vendaval.protocol.service.WorkerOrder;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.AssignmentChange;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.supervisor.launch.WorkerHandle;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One incarnation of a worker from its launch to its exit: the process, the conversation with it if
 * there is one, and its newest report. Owned by the supervisor's owner thread.
 */
public final class LiveWorker {
    private static final long NO_CONVERSATION = 0;

    private final String topologyId;
    private final int port;
    private final Incarnation incarnation;
    private final WorkerHandle handle;
    private final long startedAtMs;
    private long conversation = NO_CONVERSATION;
    private @Nullable OrderSender orders;
    private @Nullable WorkerReport report;
    private final boolean adopted;
    private boolean everConnected;
    private boolean defined;
    private WorkerOrder.@Nullable Adopt toldToAdopt;
    private long preparedVersion;
    private long abortedVersion;
    private boolean toldCutOff;

    /** A worker just launched. */
    public LiveWorker(String topologyId, int port, Incarnation incarnation, WorkerHandle handle, long startedAtMs) {
        this(topologyId, port, incarnation, handle, startedAtMs, false);
    }

    private LiveWorker(
            String topologyId,
            int port,
            Incarnation incarnation,
            WorkerHandle handle,
            long startedAtMs,
            boolean adopted) {
        this.topologyId = topologyId;
        this.port = port;
        this.incarnation = incarnation;
        this.handle = handle;
        this.startedAtMs = startedAtMs;
        this.adopted = adopted;
        this.everConnected = adopted;
    }

    /** A worker that an earlier supervisor launched; others may have met it. */
    public static LiveWorker adopted(
            String topologyId, int port, Incarnation incarnation, WorkerHandle handle, long startedAtMs) {
        return new LiveWorker(topologyId, port, incarnation, handle, startedAtMs, true);
    }

    /** Whether an earlier supervisor launched it. */
    public boolean isAdopted() {
        return adopted;
    }

    /** Whether there is a conversation with it. */
    public boolean isConnected() {
        return orders != null;
    }

    /** What it works for. */
    public String topologyId() {
        return topologyId;
    }

    /** Its slot. */
    public int port() {
        return port;
    }

    /** Which life of which worker it is. */
    public Incarnation incarnation() {
        return incarnation;
    }

    /** Whether the hello is its own and not that of an earlier worker of the slot. */
    public boolean isOf(WorkerHello hello) {
        return hello.topologyId().equals(topologyId)
                && hello.port() == port
                && hello.incarnation().equals(incarnation);
    }

    /** It has opened a conversation; whatever it was told before is told again. */
    public void connected(long newConversation, OrderSender newOrders) {
        if (orders != null) {
            orders.close();
        }
        conversation = newConversation;
        orders = newOrders;
        everConnected = true;
        defined = false;
        toldToAdopt = null;
        preparedVersion = 0;
        abortedVersion = 0;
        toldCutOff = false;
    }

    /** The conversation is over, if it is still this one. */
    public void disconnected(long endedConversation) {
        if (conversation == endedConversation) {
            conversation = NO_CONVERSATION;
            orders = null;
        }
    }

    /** Whether it has ever connected; before that it knows nothing and nobody knows it. */
    public boolean hasConnected() {
        return everConnected;
    }

    /** Whether this is the conversation it has now. */
    public boolean isTalkingOn(long someConversation) {
        return conversation != NO_CONVERSATION && conversation == someConversation;
    }

    /** Sends an order if there is a conversation; when there is one again, all is told anew. */
    public void send(WorkerOrder order) {
        if (orders != null) {
            orders.send(order);
        }
    }

    /**
     * Tells it what to run, once in each conversation, and then what of it to adopt and to prepare, whenever that has
     * changed. In this order always. One that only the next assignment has adopts nothing before that is in force.
     */
    public void tell(Supplier<WorkerOrder.Define> definition, Placement placement, TopologyStatus status) {
        OrderSender open = orders;
        if (open == null) {
            return;
        }
        if (!defined) {
            open.send(definition.get());
            defined = true;
        }
        tellAborted(open, placement);
        if (isIn(placement.assignment()) || placement.next() == null) {
            tellAdopted(open, placement, status);
        }
        Assignment next = placement.next();
        if (next != null && preparedVersion != next.version()) {
            open.send(new WorkerOrder.Prepare(next, placement.assignment()));
            preparedVersion = next.version();
        }
    }

    /** Tells it whether this host may be cut off, whenever that has changed. */
    public void tellCutOff(boolean cutOff) {
        OrderSender open = orders;
        if (open != null && toldCutOff != cutOff) {
            open.send(new WorkerOrder.HostCutOff(cutOff));
            toldCutOff = cutOff;
        }
    }

    /** What it was told to prepare, perhaps in an earlier conversation, and is to forget. */
    private void tellAborted(OrderSender open, Placement placement) {
        AssignmentChange change = placement.change();
        if (change != null && !change.isLive()) {
            abort(open, change.other().version());
        }
        Assignment next = placement.next();
        boolean wanted = preparedVersion == placement.assignment().version()
                || (next != null && next.version() == preparedVersion);
        if (preparedVersion > 0 && !wanted) {
            abort(open, preparedVersion);
        }
    }

    private void abort(OrderSender open, long version) {
        if (abortedVersion < version) {
            open.send(new WorkerOrder.Abort(version));
            abortedVersion = version;
        }
    }

    private void tellAdopted(OrderSender open, Placement placement, TopologyStatus status) {
        WorkerOrder.Adopt adopt = new WorkerOrder.Adopt(placement.assignment(), status, placement.previous());
        if (!adopt.equals(toldToAdopt)) {
            open.send(adopt);
            toldToAdopt = adopt;
        }
    }

    private boolean isIn(Assignment assignment) {
        return assignment.workers().stream()
                .anyMatch(slot -> slot.index() == incarnation.workerIndex() && slot.lease() == incarnation.lease());
    }

    /** It reports; the newest report counts. */
    public void reported(WorkerReport newReport) {
        report = Reports.bounded(newReport);
    }

    /** Its newest report, if it has sent one. */
    public Optional<WorkerReport> lastReport() {
        return Optional.ofNullable(report);
    }

    /** Its newest report, or one that says that it is starting. */
    public WorkerReport report() {
        return report != null
                ? report
                : Reports.without(topologyId, port, handle.pid(), incarnation, WorkerState.STARTING, startedAtMs);
    }

    /** Whether it has reported since it was asked with this id. */
    public boolean hasAnswered(long reportId) {
        return report != null && report.reportId() >= reportId;
    }

    /** The process. */
    public WorkerHandle handle() {
        return handle;
    }
}
