package dev.vendaval.client;

import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.ExecutorState;
import dev.vendaval.protocol.report.InFlight;
import dev.vendaval.protocol.report.LatencySummary;
import dev.vendaval.protocol.report.StreamCounts;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.TopologySummary;
import dev.vendaval.protocol.report.WorkerState;
import dev.vendaval.protocol.state.TopologyStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Answers of Nimbus for a topology {@code words} of bolts {@code bolt-0}, {@code bolt-1}, one executor each. */
final class Infos {
    static final String NAME = "words";
    static final String ID = "words-1";

    private Infos() {}

    static TopologyInfo withExecutors(ExecutorState... states) {
        List<TopologyInfo.Executor> executors = new ArrayList<>();
        for (int task = 0; task < states.length; task++) {
            executors.add(new TopologyInfo.Executor(
                    "bolt-" + task, List.of(task + 1), "s1", "127.0.0.1", 6700, states[task], 0, 0, 0));
        }
        return info(executors, List.of(), List.of());
    }

    static TopologyInfo unplaced(String reason) {
        return info(List.of(), List.of(new TopologyInfo.Unassigned("bolt-0", List.of(1), reason)), List.of());
    }

    static TopologyInfo failed(String component, String message) {
        TopologyInfo.Executor executor = new TopologyInfo.Executor(
                component, List.of(1), "s1", "127.0.0.1", 6700, ExecutorState.FAILED, 0, 0, 0);
        ErrorReport error = new ErrorReport(component, 1, "127.0.0.1", 6700, 1, 2, 1, message, "stack");
        return info(List.of(executor), List.of(), List.of(error));
    }

    static TopologyInfo onTwoSupervisors() {
        return info(List.of(worker("s1", 6700), worker("s2", 6701)), List.of(), List.of(), List.of(), List.of());
    }

    static TopologyInfo withNotices(ExecutorState state, String... notices) {
        return info(
                List.of(),
                List.of(new TopologyInfo.Executor("bolt-0", List.of(1), "s1", "127.0.0.1", 6700, state, 0, 0, 0)),
                List.of(),
                List.of(),
                List.of(notices));
    }

    private static TopologyInfo.Worker worker(String supervisor, int port) {
        return new TopologyInfo.Worker(
                supervisor,
                "127.0.0.1",
                port,
                42,
                "0.1.1",
                WorkerState.RUNNING,
                1000,
                1,
                2,
                new InFlight(3, 3, 0, 0, 0, 0));
    }

    private static TopologyInfo info(
            List<TopologyInfo.Executor> executors, List<TopologyInfo.Unassigned> unassigned, List<ErrorReport> errors) {
        return info(
                executors.isEmpty() ? List.of() : List.of(worker("s1", 6700)),
                executors,
                unassigned,
                errors,
                List.of());
    }

    private static TopologyInfo info(
            List<TopologyInfo.Worker> workers,
            List<TopologyInfo.Executor> executors,
            List<TopologyInfo.Unassigned> unassigned,
            List<ErrorReport> errors,
            List<String> notices) {
        TopologyInfo.Component component = new TopologyInfo.Component(
                "bolt-0",
                "bolt",
                1,
                1,
                Map.of("default", new StreamCounts(5, 5)),
                1,
                1,
                0,
                0,
                0,
                0,
                LatencySummary.NONE,
                LatencySummary.NONE,
                Map.of());
        return new TopologyInfo(
                NAME,
                ID,
                TopologyStatus.ACTIVE,
                1,
                1000,
                2000,
                1,
                Map.of("topology.message.timeout", "30s"),
                0,
                workers,
                List.of(component),
                executors,
                unassigned,
                errors,
                notices);
    }

    static TopologySummary summary(TopologyInfo info) {
        return new TopologySummary(info.name(), info.id(), info.status(), 1000, 2000, 1, 1, 1);
    }
}
