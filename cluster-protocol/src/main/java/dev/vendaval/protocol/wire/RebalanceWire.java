package dev.vendaval.protocol.wire;

import dev.vendaval.protocol.proto.DrainReportMessage;
import dev.vendaval.protocol.proto.ExecutorMessage;
import dev.vendaval.protocol.proto.RebalanceMessage;
import dev.vendaval.protocol.proto.RebalanceReportMessage;
import dev.vendaval.protocol.proto.RebalanceStatusMessage;
import dev.vendaval.protocol.report.DrainReport;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import dev.vendaval.protocol.service.RebalanceRequest;
import java.time.Duration;
import java.util.List;

/** What clients ask of a rebalance or a drain and are told of it. */
public final class RebalanceWire {
    private RebalanceWire() {}

    public static RebalanceMessage request(RebalanceRequest request) {
        RebalanceMessage.Builder message = RebalanceMessage.newBuilder()
                .setRequestId(request.requestId())
                .setName(request.name())
                .putAllExecutors(request.executors())
                .setConfig(ValueWire.map(request.config()))
                .setDryRun(request.dryRun());
        if (request.workers() != null) {
            message.setWorkers(request.workers());
        }
        if (request.pause() != null) {
            message.setPauseNanos(request.pause().toNanos());
        }
        return message.build();
    }

    public static RebalanceRequest request(RebalanceMessage message) {
        return new RebalanceRequest(
                message.getRequestId(),
                message.getName(),
                message.hasWorkers() ? message.getWorkers() : null,
                message.getExecutorsMap(),
                ValueWire.map(message.getConfig()),
                message.hasPauseNanos() ? Duration.ofNanos(message.getPauseNanos()) : null,
                message.getDryRun());
    }

    public static RebalanceReportMessage report(RebalanceReport report) {
        RebalanceReportMessage.Builder message = RebalanceReportMessage.newBuilder()
                .setTopology(report.topology())
                .setTopologyId(report.topologyId())
                .setStatus(status(report.status()))
                .setPhase(report.phase())
                .setFromVersion(report.fromVersion())
                .setToVersion(report.toVersion())
                .setDurationMs(report.durationMs())
                .setLongestPauseNanos(report.longestPauseNanos())
                .setFailedTrees(report.failedTrees())
                .addAllConfig(report.config())
                .addAllWarnings(report.warnings());
        report.moved()
                .forEach(move -> message.addMovedBuilder()
                        .setTasks(tasks(move.component(), move.tasks()))
                        .setFrom(place(move.from()))
                        .setTo(place(move.to()))
                        .setPauseNanos(move.pauseNanos())
                        .setReason(move.reason()));
        report.added().forEach(placed -> message.addAdded(placed(placed)));
        report.removed().forEach(placed -> message.addRemoved(placed(placed)));
        return message.build();
    }

    public static RebalanceReport report(RebalanceReportMessage message) {
        return new RebalanceReport(
                message.getTopology(),
                message.getTopologyId(),
                status(message.getStatus()),
                message.getPhase(),
                message.getFromVersion(),
                message.getToVersion(),
                message.getDurationMs(),
                message.getLongestPauseNanos(),
                message.getFailedTrees(),
                message.getConfigList(),
                message.getMovedList().stream()
                        .map(move -> new RebalanceReport.Move(
                                move.getTasks().getComponent(),
                                move.getTasks().getTasksList(),
                                place(move.getFrom()),
                                place(move.getTo()),
                                move.getPauseNanos(),
                                move.getReason()))
                        .toList(),
                message.getAddedList().stream().map(RebalanceWire::placed).toList(),
                message.getRemovedList().stream().map(RebalanceWire::placed).toList(),
                message.getWarningsList());
    }

    private static ExecutorMessage tasks(String component, List<Integer> tasks) {
        return ExecutorMessage.newBuilder()
                .setComponent(component)
                .addAllTasks(tasks)
                .build();
    }

    private static RebalanceReportMessage.Place place(RebalanceReport.Place place) {
        return RebalanceReportMessage.Place.newBuilder()
                .setSupervisor(place.supervisor())
                .setHost(place.host())
                .setPort(place.port())
                .build();
    }

    private static RebalanceReport.Place place(RebalanceReportMessage.Place message) {
        return new RebalanceReport.Place(message.getSupervisor(), message.getHost(), message.getPort());
    }

    private static RebalanceReportMessage.Placed placed(RebalanceReport.Placed placed) {
        return RebalanceReportMessage.Placed.newBuilder()
                .setTasks(tasks(placed.component(), placed.tasks()))
                .setPlace(place(placed.place()))
                .build();
    }

    private static RebalanceReport.Placed placed(RebalanceReportMessage.Placed message) {
        return new RebalanceReport.Placed(
                message.getTasks().getComponent(), message.getTasks().getTasksList(), place(message.getPlace()));
    }

    private static RebalanceStatusMessage status(RebalanceStatus status) {
        return switch (status) {
            case PLANNED -> RebalanceStatusMessage.REBALANCE_PLANNED;
            case NO_CHANGE -> RebalanceStatusMessage.REBALANCE_NO_CHANGE;
            case RUNNING -> RebalanceStatusMessage.REBALANCE_RUNNING;
            case DONE -> RebalanceStatusMessage.REBALANCE_DONE;
            case ROLLED_BACK -> RebalanceStatusMessage.REBALANCE_ROLLED_BACK;
        };
    }

    private static RebalanceStatus status(RebalanceStatusMessage message) {
        return switch (message) {
            case REBALANCE_PLANNED -> RebalanceStatus.PLANNED;
            case REBALANCE_NO_CHANGE -> RebalanceStatus.NO_CHANGE;
            case REBALANCE_RUNNING -> RebalanceStatus.RUNNING;
            case REBALANCE_DONE -> RebalanceStatus.DONE;
            case REBALANCE_ROLLED_BACK -> RebalanceStatus.ROLLED_BACK;
            case REBALANCE_UNSPECIFIED, UNRECOGNIZED ->
                throw new WireFormatException("an unknown status of a rebalance");
        };
    }

    public static DrainReportMessage drain(DrainReport report) {
        DrainReportMessage.Builder message =
                DrainReportMessage.newBuilder().setHost(report.host()).addAllSupervisors(report.supervisors());
        message.addAllLost(report.lost());
        report.rebalances().forEach(rebalance -> message.addRebalances(report(rebalance)));
        report.left()
                .forEach(left ->
                        message.addLeftBuilder().setTopology(left.topology()).setWhy(left.why()));
        return message.build();
    }

    public static DrainReport drain(DrainReportMessage message) {
        return new DrainReport(
                message.getHost(),
                message.getSupervisorsList(),
                message.getLeftList().stream()
                        .map(left -> new DrainReport.Left(left.getTopology(), left.getWhy()))
                        .toList(),
                message.getLostList(),
                message.getRebalancesList().stream().map(RebalanceWire::report).toList());
    }
}
