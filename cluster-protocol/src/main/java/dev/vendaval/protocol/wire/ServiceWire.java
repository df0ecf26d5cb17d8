package dev.vendaval.protocol.wire;

import dev.vendaval.protocol.proto.CallerMessage;
import dev.vendaval.protocol.proto.DeathMessage;
import dev.vendaval.protocol.proto.HelloMessage;
import dev.vendaval.protocol.proto.LogMessage;
import dev.vendaval.protocol.proto.SubmitMessage;
import dev.vendaval.protocol.proto.WorkerOrderMessage;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.service.LogRequest;
import dev.vendaval.protocol.service.SubmitRequest;
import dev.vendaval.protocol.service.WorkerDeath;
import dev.vendaval.protocol.service.WorkerHello;
import dev.vendaval.protocol.service.WorkerOrder;

/** What the services take and send. */
public final class ServiceWire {
    private ServiceWire() {}

    public static CallerMessage caller(Caller caller) {
        return CallerMessage.newBuilder()
                .setUser(caller.user())
                .setHost(caller.host())
                .setProgram(caller.program())
                .build();
    }

    public static Caller caller(CallerMessage message) {
        return new Caller(message.getUser(), message.getHost(), message.getProgram());
    }

    public static SubmitMessage submit(SubmitRequest request) {
        SubmitMessage.Builder message = SubmitMessage.newBuilder()
                .setSubmitId(request.submitId())
                .setName(request.name())
                .setConfig(ValueWire.map(request.config()))
                .setTopology(TopologyWire.topology(request.topology()))
                .setInactive(request.inactive());
        if (request.artifact() != null) {
            message.setArtifact(request.artifact());
        }
        return message.build();
    }

    public static SubmitRequest submit(SubmitMessage message) {
        return new SubmitRequest(
                message.getSubmitId(),
                message.getName(),
                ValueWire.map(message.getConfig()),
                TopologyWire.topology(message.getTopology()),
                message.hasArtifact() ? message.getArtifact() : null,
                message.getInactive());
    }

    public static LogMessage logs(LogRequest request) {
        LogMessage.Builder message = LogMessage.newBuilder()
                .setTopologyId(request.topologyId())
                .setPort(request.port())
                .setLines(request.lines())
                .setFollow(request.follow());
        if (request.component() != null) {
            message.setComponent(request.component());
        }
        return message.build();
    }

    public static LogRequest logs(LogMessage message) {
        return new LogRequest(
                message.getTopologyId(),
                message.hasComponent() ? message.getComponent() : null,
                message.getPort(),
                message.getLines(),
                message.getFollow());
    }

    public static DeathMessage death(WorkerDeath death) {
        return DeathMessage.newBuilder()
                .setTopologyId(death.topologyId())
                .setIncarnation(ReportWire.incarnation(death.incarnation()))
                .build();
    }

    public static WorkerDeath death(DeathMessage message) {
        return new WorkerDeath(message.getTopologyId(), ReportWire.incarnation(message.getIncarnation()));
    }

    public static HelloMessage hello(WorkerHello hello) {
        return HelloMessage.newBuilder()
                .setTopologyId(hello.topologyId())
                .setPort(hello.port())
                .setPid(hello.pid())
                .setIncarnation(ReportWire.incarnation(hello.incarnation()))
                .build();
    }

    public static WorkerHello hello(HelloMessage message) {
        return new WorkerHello(
                message.getTopologyId(),
                message.getPort(),
                message.getPid(),
                ReportWire.incarnation(message.getIncarnation()));
    }

    public static WorkerOrderMessage order(WorkerOrder order) {
        WorkerOrderMessage.Builder message = WorkerOrderMessage.newBuilder();
        if (order instanceof WorkerOrder.Define define) {
            message.getDefineBuilder()
                    .setDefinition(TopologyWire.definition(define.definition()))
                    .setArtifactPath(define.artifactPath())
                    .setLinkSecret(define.linkSecret());
        } else if (order instanceof WorkerOrder.Adopt adopt) {
            message.getAdoptBuilder()
                    .setAssignment(StateWire.assignment(adopt.assignment()))
                    .setStatus(StateWire.status(adopt.status()));
            if (adopt.previous() != null) {
                message.getAdoptBuilder().setPrevious(StateWire.assignment(adopt.previous()));
            }
        } else if (order instanceof WorkerOrder.Prepare prepare) {
            message.getPrepareBuilder()
                    .setNext(StateWire.assignment(prepare.next()))
                    .setInForce(StateWire.assignment(prepare.inForce()));
        } else if (order instanceof WorkerOrder.Abort abort) {
            message.setAbort(abort.version());
        } else if (order instanceof WorkerOrder.ReportNow reportNow) {
            message.setReportNow(reportNow.reportId());
        } else if (order instanceof WorkerOrder.Stop stop) {
            message.getStopBuilder().setReason(stop.reason());
        } else if (order instanceof WorkerOrder.Died died) {
            message.setDied(ReportWire.incarnation(died.incarnation()));
        } else if (order instanceof WorkerOrder.HostCutOff host) {
            message.setHostCutOff(host.cutOff());
        }
        return message.build();
    }

    public static WorkerOrder order(WorkerOrderMessage message) {
        return switch (message.getKindCase()) {
            case DEFINE ->
                new WorkerOrder.Define(
                        TopologyWire.definition(message.getDefine().getDefinition()),
                        message.getDefine().getArtifactPath(),
                        message.getDefine().getLinkSecret());
            case ADOPT -> adopt(message.getAdopt());
            case PREPARE ->
                new WorkerOrder.Prepare(
                        StateWire.assignment(message.getPrepare().getNext()),
                        StateWire.assignment(message.getPrepare().getInForce()));
            case ABORT -> new WorkerOrder.Abort(message.getAbort());
            case REPORT_NOW -> new WorkerOrder.ReportNow(message.getReportNow());
            case STOP -> new WorkerOrder.Stop(message.getStop().getReason());
            case DIED -> new WorkerOrder.Died(ReportWire.incarnation(message.getDied()));
            case HOST_CUT_OFF -> new WorkerOrder.HostCutOff(message.getHostCutOff());
            case KIND_NOT_SET -> throw new WireFormatException("an order of an unknown kind");
        };
    }

    private static WorkerOrder.Adopt adopt(WorkerOrderMessage.Adopt message) {
        return new WorkerOrder.Adopt(
                StateWire.assignment(message.getAssignment()),
                StateWire.status(message.getStatus()),
                message.hasPrevious() ? StateWire.assignment(message.getPrevious()) : null);
    }
}
