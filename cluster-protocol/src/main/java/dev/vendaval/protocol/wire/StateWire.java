package dev.vendaval.protocol.wire;

import dev.vendaval.protocol.proto.AssignmentChangeMessage;
import dev.vendaval.protocol.proto.AssignmentMessage;
import dev.vendaval.protocol.proto.ChangePhaseMessage;
import dev.vendaval.protocol.proto.DrainedMessage;
import dev.vendaval.protocol.proto.ExecutorAssignmentMessage;
import dev.vendaval.protocol.proto.NimbusMessage;
import dev.vendaval.protocol.proto.StateMessage;
import dev.vendaval.protocol.proto.StatusMessage;
import dev.vendaval.protocol.proto.SupervisorMessage;
import dev.vendaval.protocol.proto.UnassignedExecutorMessage;
import dev.vendaval.protocol.proto.WorkerSlotMessage;
import dev.vendaval.protocol.state.Assignment;
import dev.vendaval.protocol.state.AssignmentChange;
import dev.vendaval.protocol.state.ChangePhase;
import dev.vendaval.protocol.state.ExecutorAssignment;
import dev.vendaval.protocol.state.NimbusRecord;
import dev.vendaval.protocol.state.Placement;
import dev.vendaval.protocol.state.SupervisorRecord;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.UnassignedExecutor;
import dev.vendaval.protocol.state.WorkerSlot;
import java.time.Duration;

/** The records that the cluster state keeps. */
public final class StateWire {
    private StateWire() {}

    public static StatusMessage status(TopologyStatus status) {
        return switch (status) {
            case ACTIVE -> StatusMessage.STATUS_ACTIVE;
            case INACTIVE -> StatusMessage.STATUS_INACTIVE;
            case REBALANCING -> StatusMessage.STATUS_REBALANCING;
            case KILLED -> StatusMessage.STATUS_KILLED;
        };
    }

    public static TopologyStatus status(StatusMessage message) {
        return switch (message) {
            case STATUS_ACTIVE -> TopologyStatus.ACTIVE;
            case STATUS_INACTIVE -> TopologyStatus.INACTIVE;
            case STATUS_REBALANCING -> TopologyStatus.REBALANCING;
            case STATUS_KILLED -> TopologyStatus.KILLED;
            case STATUS_UNSPECIFIED, UNRECOGNIZED -> throw new WireFormatException("an unknown topology status");
        };
    }

    public static StateMessage state(TopologyState state) {
        StateMessage.Builder message =
                StateMessage.newBuilder().setSchema(Schema.NUMBER).setStatus(status(state.status()));
        if (state.killWaitRemaining() != null) {
            message.setKillWaitRemainingNanos(state.killWaitRemaining().toNanos());
        }
        return message.build();
    }

    public static TopologyState state(StateMessage message) {
        Schema.check(message.getSchema(), "topology state");
        return new TopologyState(
                status(message.getStatus()),
                message.hasKillWaitRemainingNanos() ? Duration.ofNanos(message.getKillWaitRemainingNanos()) : null);
    }

    public static AssignmentMessage assignment(Assignment assignment) {
        AssignmentMessage.Builder message = AssignmentMessage.newBuilder()
                .setSchema(Schema.NUMBER)
                .setTopologyId(assignment.topologyId())
                .setVersion(assignment.version())
                .setWorkersWanted(assignment.workersWanted())
                .setGrowth(TopologyWire.growth(assignment.growth()))
                .setConfig(TopologyWire.configChange(assignment.config()));
        assignment.workers().forEach(worker -> message.addWorkers(worker(worker)));
        assignment
                .executors()
                .forEach(executor -> message.addExecutors(ExecutorAssignmentMessage.newBuilder()
                        .setExecutor(TopologyWire.executor(executor.executor()))
                        .setWorkerIndex(executor.workerIndex())));
        assignment.unassigned().forEach(executor -> message.addUnassigned(unassigned(executor)));
        return message.build();
    }

    private static UnassignedExecutorMessage unassigned(UnassignedExecutor executor) {
        UnassignedExecutorMessage.Builder message = UnassignedExecutorMessage.newBuilder()
                .setExecutor(TopologyWire.executor(executor.executor()))
                .setReason(executor.reason());
        if (executor.formerWorker() != UnassignedExecutor.NO_WORKER) {
            message.setFormerWorker(executor.formerWorker());
        }
        return message.build();
    }

    public static Assignment assignment(AssignmentMessage message) {
        Schema.check(message.getSchema(), "assignment of " + message.getTopologyId());
        return new Assignment(
                message.getTopologyId(),
                message.getVersion(),
                message.getWorkersWanted(),
                message.getWorkersList().stream().map(StateWire::worker).toList(),
                message.getExecutorsList().stream()
                        .map(executor -> new ExecutorAssignment(
                                TopologyWire.executor(executor.getExecutor()), executor.getWorkerIndex()))
                        .toList(),
                message.getUnassignedList().stream().map(StateWire::unassigned).toList(),
                TopologyWire.growth(message.getGrowth()),
                TopologyWire.configChange(message.getConfig()));
    }

    private static UnassignedExecutor unassigned(UnassignedExecutorMessage message) {
        return new UnassignedExecutor(
                TopologyWire.executor(message.getExecutor()),
                message.getReason(),
                message.hasFormerWorker() ? message.getFormerWorker() : UnassignedExecutor.NO_WORKER);
    }

    /** The assignment in force with its change inside, as it is kept. */
    public static AssignmentMessage placement(Placement placement) {
        AssignmentMessage.Builder message = assignment(placement.assignment()).toBuilder();
        AssignmentChange change = placement.change();
        if (change != null) {
            AssignmentChangeMessage.Builder changing = message.getChangeBuilder()
                    .setPhase(phase(change.phase()))
                    .setOther(assignment(change.other()))
                    .setRequestId(change.requestId())
                    .setReason(change.reason());
            if (change.pause() != null) {
                changing.setPauseNanos(change.pause().toNanos());
            }
        }
        return message.build();
    }

    public static Placement placement(AssignmentMessage message) {
        return new Placement(assignment(message), message.hasChange() ? change(message.getChange()) : null);
    }

    private static AssignmentChange change(AssignmentChangeMessage message) {
        return new AssignmentChange(
                phase(message.getPhase()),
                assignment(message.getOther()),
                message.getRequestId(),
                message.hasPauseNanos() ? Duration.ofNanos(message.getPauseNanos()) : null,
                message.getReason());
    }

    private static ChangePhaseMessage phase(ChangePhase phase) {
        return switch (phase) {
            case PREPARING -> ChangePhaseMessage.CHANGE_PREPARING;
            case PAUSING -> ChangePhaseMessage.CHANGE_PAUSING;
            case SWITCHING -> ChangePhaseMessage.CHANGE_SWITCHING;
            case ABORTED -> ChangePhaseMessage.CHANGE_ABORTED;
        };
    }

    private static ChangePhase phase(ChangePhaseMessage message) {
        return switch (message) {
            case CHANGE_PREPARING -> ChangePhase.PREPARING;
            case CHANGE_PAUSING -> ChangePhase.PAUSING;
            case CHANGE_SWITCHING -> ChangePhase.SWITCHING;
            case CHANGE_ABORTED -> ChangePhase.ABORTED;
            case CHANGE_UNSPECIFIED, UNRECOGNIZED ->
                throw new WireFormatException("an unknown phase of a change of an assignment");
        };
    }

    private static WorkerSlotMessage worker(WorkerSlot worker) {
        return WorkerSlotMessage.newBuilder()
                .setIndex(worker.index())
                .setSupervisorId(worker.supervisorId())
                .setHost(worker.host())
                .setPort(worker.port())
                .setLease(worker.lease())
                .build();
    }

    private static WorkerSlot worker(WorkerSlotMessage message) {
        return new WorkerSlot(
                message.getIndex(),
                message.getSupervisorId(),
                message.getHost(),
                message.getPort(),
                message.getLease());
    }

    public static SupervisorMessage supervisor(SupervisorRecord supervisor) {
        return SupervisorMessage.newBuilder()
                .setSchema(Schema.NUMBER)
                .setId(supervisor.id())
                .setHost(supervisor.host())
                .setPort(supervisor.port())
                .addAllSlots(supervisor.slots())
                .build();
    }

    public static SupervisorRecord supervisor(SupervisorMessage message) {
        Schema.check(message.getSchema(), "record of supervisor " + message.getId());
        return new SupervisorRecord(message.getId(), message.getHost(), message.getPort(), message.getSlotsList());
    }

    public static NimbusMessage nimbus(NimbusRecord nimbus) {
        return NimbusMessage.newBuilder()
                .setSchema(Schema.NUMBER)
                .setHost(nimbus.host())
                .setPort(nimbus.port())
                .build();
    }

    public static NimbusRecord nimbus(NimbusMessage message) {
        Schema.check(message.getSchema(), "record of a Nimbus");
        return new NimbusRecord(message.getHost(), message.getPort());
    }

    public static DrainedMessage drainedHost(String host) {
        return DrainedMessage.newBuilder()
                .setSchema(Schema.NUMBER)
                .setHost(host)
                .build();
    }

    public static String drainedHost(DrainedMessage message) {
        Schema.check(message.getSchema(), "record of a drained supervisor");
        return message.getHost();
    }
}
