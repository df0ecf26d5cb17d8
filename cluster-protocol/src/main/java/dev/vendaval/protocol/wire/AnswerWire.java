package dev.vendaval.protocol.wire;

import dev.vendaval.protocol.proto.ClusterSummaryMessage;
import dev.vendaval.protocol.proto.LatencyMessage;
import dev.vendaval.protocol.proto.TopologyInfoMessage;
import dev.vendaval.protocol.proto.TopologySummaryMessage;
import dev.vendaval.protocol.report.ClusterSummary;
import dev.vendaval.protocol.report.LatencySummary;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import java.util.Collections;
import java.util.TreeMap;

/** What Nimbus answers. */
public final class AnswerWire {
    private AnswerWire() {}

    public static TopologySummaryMessage summary(TopologySummary summary) {
        return TopologySummaryMessage.newBuilder()
                .setName(summary.name())
                .setId(summary.id())
                .setStatus(StateWire.status(summary.status()))
                .setSubmittedAtMs(summary.submittedAtMs())
                .setUptimeMs(summary.uptimeMs())
                .setWorkers(summary.workers())
                .setExecutors(summary.executors())
                .setTasks(summary.tasks())
                .build();
    }

    public static TopologySummary summary(TopologySummaryMessage message) {
        return new TopologySummary(
                message.getName(),
                message.getId(),
                StateWire.status(message.getStatus()),
                message.getSubmittedAtMs(),
                message.getUptimeMs(),
                message.getWorkers(),
                message.getExecutors(),
                message.getTasks());
    }

    public static ClusterSummaryMessage cluster(ClusterSummary summary) {
        ClusterSummaryMessage.Builder message = ClusterSummaryMessage.newBuilder();
        summary.nimbus()
                .forEach(nimbus -> message.addNimbusBuilder()
                        .setHost(nimbus.host())
                        .setPort(nimbus.port())
                        .setLeader(nimbus.leader()));
        summary.supervisors().forEach(supervisor -> message.addSupervisors(supervisor(supervisor)));
        return message.build();
    }

    private static ClusterSummaryMessage.Supervisor supervisor(ClusterSummary.Supervisor supervisor) {
        ClusterSummaryMessage.Supervisor.Builder message = ClusterSummaryMessage.Supervisor.newBuilder()
                .setId(supervisor.id())
                .setHost(supervisor.host())
                .setPort(supervisor.port())
                .setState(supervisor.state());
        for (ClusterSummary.Slot slot : supervisor.slots()) {
            ClusterSummaryMessage.Slot.Builder slotMessage =
                    message.addSlotsBuilder().setPort(slot.port());
            if (slot.topologyId() != null) {
                slotMessage.setTopologyId(slot.topologyId());
            }
        }
        return message.build();
    }

    public static ClusterSummary cluster(ClusterSummaryMessage message) {
        return new ClusterSummary(
                message.getNimbusList().stream()
                        .map(nimbus ->
                                new ClusterSummary.Nimbus(nimbus.getHost(), nimbus.getPort(), nimbus.getLeader()))
                        .toList(),
                message.getSupervisorsList().stream()
                        .map(supervisor -> new ClusterSummary.Supervisor(
                                supervisor.getId(),
                                supervisor.getHost(),
                                supervisor.getPort(),
                                supervisor.getState(),
                                supervisor.getSlotsList().stream()
                                        .map(AnswerWire::slot)
                                        .toList()))
                        .toList());
    }

    private static ClusterSummary.Slot slot(ClusterSummaryMessage.Slot message) {
        return new ClusterSummary.Slot(message.getPort(), message.hasTopologyId() ? message.getTopologyId() : null);
    }

    public static TopologyInfoMessage info(TopologyInfo info) {
        TopologyInfoMessage.Builder message = TopologyInfoMessage.newBuilder()
                .setName(info.name())
                .setId(info.id())
                .setStatus(StateWire.status(info.status()))
                .setAssignmentVersion(info.assignmentVersion())
                .setSubmittedAtMs(info.submittedAtMs())
                .setUptimeMs(info.uptimeMs())
                .setWorkersWanted(info.workersWanted())
                .setConfig(ValueWire.map(info.config()))
                .setLostUntracked(info.lostUntracked())
                .addAllNotices(info.notices());
        info.workers().forEach(worker -> message.addWorkers(worker(worker)));
        info.components().forEach(component -> message.addComponents(component(component)));
        info.executors().forEach(executor -> message.addExecutors(executor(executor)));
        info.unassigned().forEach(each -> message.addUnassigned(unassigned(each)));
        info.errors().forEach(error -> message.addErrors(ReportWire.error(error)));
        return message.build();
    }

    public static TopologyInfo info(TopologyInfoMessage message) {
        return new TopologyInfo(
                message.getName(),
                message.getId(),
                StateWire.status(message.getStatus()),
                message.getAssignmentVersion(),
                message.getSubmittedAtMs(),
                message.getUptimeMs(),
                message.getWorkersWanted(),
                ValueWire.map(message.getConfig()),
                message.getLostUntracked(),
                message.getWorkersList().stream().map(AnswerWire::worker).toList(),
                message.getComponentsList().stream().map(AnswerWire::component).toList(),
                message.getExecutorsList().stream().map(AnswerWire::executor).toList(),
                message.getUnassignedList().stream().map(AnswerWire::unassigned).toList(),
                message.getErrorsList().stream().map(ReportWire::error).toList(),
                Collections.unmodifiableList(message.getNoticesList()));
    }

    static TopologyInfoMessage.Unassigned unassigned(TopologyInfo.Unassigned unassigned) {
        return TopologyInfoMessage.Unassigned.newBuilder()
                .setComponent(unassigned.component())
                .addAllTasks(unassigned.tasks())
                .setReason(unassigned.reason())
                .build();
    }

    static TopologyInfo.Unassigned unassigned(TopologyInfoMessage.Unassigned message) {
        return new TopologyInfo.Unassigned(
                message.getComponent(), Collections.unmodifiableList(message.getTasksList()), message.getReason());
    }

    private static TopologyInfoMessage.Worker worker(TopologyInfo.Worker worker) {
        return TopologyInfoMessage.Worker.newBuilder()
                .setSupervisor(worker.supervisor())
                .setHost(worker.host())
                .setPort(worker.port())
                .setPid(worker.pid())
                .setIncarnation(worker.incarnation())
                .setState(ReportWire.workerState(worker.state()))
                .setUptimeMs(worker.uptimeMs())
                .setHeapUsedBytes(worker.heapUsedBytes())
                .setRssBytes(worker.rssBytes())
                .setInFlight(ReportWire.inFlight(worker.inFlight()))
                .build();
    }

    private static TopologyInfo.Worker worker(TopologyInfoMessage.Worker message) {
        return new TopologyInfo.Worker(
                message.getSupervisor(),
                message.getHost(),
                message.getPort(),
                message.getPid(),
                message.getIncarnation(),
                ReportWire.workerState(message.getState()),
                message.getUptimeMs(),
                message.getHeapUsedBytes(),
                message.getRssBytes(),
                ReportWire.inFlight(message.getInFlight()));
    }

    private static TopologyInfoMessage.Component component(TopologyInfo.Component component) {
        TopologyInfoMessage.Component.Builder message = TopologyInfoMessage.Component.newBuilder()
                .setId(component.id())
                .setKind(component.kind())
                .setTasks(component.tasks())
                .setExecutors(component.executors())
                .setExecuted(component.executed())
                .setAcked(component.acked())
                .setFailed(component.failed())
                .setTimedOut(component.timedOut())
                .setPending(component.pending())
                .setErrors(component.errors())
                .setCompleteLatencyUs(latency(component.completeLatencyUs()))
                .setExecuteLatencyUs(latency(component.executeLatencyUs()))
                .putAllMetrics(component.metrics());
        component.streams().forEach((stream, counts) -> message.putStreams(stream, ReportWire.streamCounts(counts)));
        return message.build();
    }

    private static TopologyInfo.Component component(TopologyInfoMessage.Component message) {
        return new TopologyInfo.Component(
                message.getId(),
                message.getKind(),
                message.getTasks(),
                message.getExecutors(),
                ReportWire.streams(message.getStreamsMap()),
                message.getExecuted(),
                message.getAcked(),
                message.getFailed(),
                message.getTimedOut(),
                message.getPending(),
                message.getErrors(),
                latency(message.getCompleteLatencyUs()),
                latency(message.getExecuteLatencyUs()),
                Collections.unmodifiableMap(new TreeMap<>(message.getMetricsMap())));
    }

    private static LatencyMessage latency(LatencySummary latency) {
        return LatencyMessage.newBuilder()
                .setCount(latency.count())
                .setP50(latency.p50())
                .setP99(latency.p99())
                .setMax(latency.max())
                .build();
    }

    private static LatencySummary latency(LatencyMessage message) {
        return new LatencySummary(message.getCount(), message.getP50(), message.getP99(), message.getMax());
    }

    private static TopologyInfoMessage.Executor executor(TopologyInfo.Executor executor) {
        return TopologyInfoMessage.Executor.newBuilder()
                .setComponent(executor.component())
                .addAllTasks(executor.tasks())
                .setSupervisor(executor.supervisor())
                .setHost(executor.host())
                .setPort(executor.port())
                .setState(ReportWire.executorState(executor.state()))
                .setExecuted(executor.executed())
                .setEmitted(executor.emitted())
                .setRestarts(executor.restarts())
                .build();
    }

    private static TopologyInfo.Executor executor(TopologyInfoMessage.Executor message) {
        return new TopologyInfo.Executor(
                message.getComponent(),
                Collections.unmodifiableList(message.getTasksList()),
                message.getSupervisor(),
                message.getHost(),
                message.getPort(),
                ReportWire.executorState(message.getState()),
                message.getExecuted(),
                message.getEmitted(),
                message.getRestarts());
    }
}
