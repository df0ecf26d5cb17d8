package dev.vendaval.cli.cluster;

import dev.vendaval.cli.output.Spans;
import dev.vendaval.cli.output.Table;
import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.LatencySummary;
import dev.vendaval.protocol.report.StreamCounts;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.report.WorkerState;
import java.util.List;

/** A topology for people to read. */
final class InfoText {
    private InfoText() {}

    /** With the command that shows its errors whole. */
    static String of(TopologyInfo info, String errorsCommand) {
        StringBuilder text = new StringBuilder();
        text.append(info.name()).append(" (").append(info.id()).append(")  ").append(info.status());
        text.append("  up ").append(Spans.time(info.uptimeMs()));
        text.append("  workers ").append(workers(living(info.workers()), info.workersWanted()));
        text.append("  assignment ").append(info.assignmentVersion()).append('\n');
        if (info.lostUntracked() > 0) {
            text.append(info.lostUntracked()).append(" untracked tuples lost with workers that died\n");
        }
        section(text, components(info.components()));
        section(text, executors(info));
        section(text, workers(info.workers()));
        NotPlaced.append(text, info.unassigned());
        info.notices().forEach(notice -> text.append("\nnotice: ").append(notice));
        errors(text, info, errorsCommand);
        return text.toString();
    }

    /** While a rebalance is under way there may be more than are wanted. */
    private static String workers(int present, int wanted) {
        return present > wanted ? present + ", " + wanted + " wanted" : present + " of " + wanted;
    }

    private static int living(List<TopologyInfo.Worker> workers) {
        return (int) workers.stream()
                .filter(worker -> worker.state() != WorkerState.LOST)
                .count();
    }

    private static void section(StringBuilder text, Table table) {
        if (!table.isEmpty()) {
            text.append('\n').append(table);
        }
    }

    private static Table components(List<TopologyInfo.Component> components) {
        Table table = new Table(
                "COMPONENT",
                "KIND",
                "EXECUTORS",
                "TASKS",
                "EMITTED",
                "EXECUTED",
                "ACKED",
                "FAILED",
                "PENDING",
                "ERRORS",
                "P50",
                "P99");
        for (TopologyInfo.Component component : components) {
            boolean spout = component.kind().equals("spout");
            // The acker: it gets no tuples and emits none, it ends trees.
            boolean system = component.kind().equals("system");
            LatencySummary latency = spout ? component.completeLatencyUs() : component.executeLatencyUs();
            table.row(
                    component.id(),
                    component.kind(),
                    component.executors(),
                    component.tasks(),
                    system ? "-" : emitted(component),
                    spout || system ? "-" : component.executed(),
                    component.acked(),
                    component.failed(),
                    spout || system ? component.pending() : "-",
                    component.errors(),
                    latency.count() == 0 ? "-" : Spans.micros(latency.p50()),
                    latency.count() == 0 ? "-" : Spans.micros(latency.p99()));
        }
        return table;
    }

    private static long emitted(TopologyInfo.Component component) {
        return component.streams().values().stream()
                .mapToLong(StreamCounts::emitted)
                .sum();
    }

    private static Table executors(TopologyInfo info) {
        Table table = new Table("EXECUTOR", "TASKS", "WORKER", "STATE", "EXECUTED", "EMITTED", "RESTARTS");
        for (TopologyInfo.Executor executor : info.executors()) {
            table.row(
                    executor.component(),
                    tasks(executor.tasks()),
                    executor.host() + ":" + executor.port(),
                    isLost(executor, info.workers()) ? WorkerState.LOST : executor.state(),
                    executor.executed(),
                    executor.emitted(),
                    executor.restarts());
        }
        return table;
    }

    private static boolean isLost(TopologyInfo.Executor executor, List<TopologyInfo.Worker> workers) {
        return workers.stream()
                .filter(worker -> worker.state() == WorkerState.LOST)
                .anyMatch(worker ->
                        worker.port() == executor.port() && worker.supervisor().equals(executor.supervisor()));
    }

    static String tasks(List<Integer> tasks) {
        int first = tasks.get(0);
        int last = tasks.get(tasks.size() - 1);
        return first == last ? "[" + first + "]" : "[" + first + "-" + last + "]";
    }

    private static Table workers(List<TopologyInfo.Worker> workers) {
        Table table = new Table("WORKER", "STATE", "PID", "UPTIME", "HEAP", "RSS", "PENDING", "QUEUED", "SUPERVISOR");
        for (TopologyInfo.Worker worker : workers) {
            String address = worker.host() + ":" + worker.port();
            if (worker.state() == WorkerState.LOST) { // what it last reported is not how it is
                table.row(address, worker.state(), worker.pid(), "-", "-", "-", "-", "-", worker.supervisor());
                continue;
            }
            table.row(
                    address,
                    worker.state(),
                    worker.pid(),
                    Spans.time(worker.uptimeMs()),
                    Spans.bytes(worker.heapUsedBytes()),
                    Spans.bytes(worker.rssBytes()),
                    worker.inFlight().pendingTrees(),
                    worker.inFlight().inboxTuples() + worker.inFlight().outboxTuples(),
                    worker.supervisor());
        }
        return table;
    }

    private static void errors(StringBuilder text, TopologyInfo info, String command) {
        if (info.errors().isEmpty()) {
            return;
        }
        Table table = new Table("ERROR IN", "TASK", "TIMES", "MESSAGE");
        for (ErrorReport error : info.errors()) {
            table.row(error.component(), error.task(), error.count(), firstLine(error.message()));
        }
        text.append('\n').append(table).append("stacks: ").append(command).append('\n');
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
