package dev.vendaval.cli.cluster;

import dev.vendaval.cli.output.Spans;
import dev.vendaval.cli.output.Table;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceReport.Move;
import dev.vendaval.protocol.report.RebalanceReport.Place;
import dev.vendaval.protocol.report.RebalanceReport.Placed;
import dev.vendaval.protocol.topology.TaskRanges;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a rebalance changes, for people and as a document. */
final class RebalanceText {
    private static final long NANOS_PER_MICRO = 1_000;

    private RebalanceText() {}

    /** The document of {@code --json}. */
    static Map<String, Object> document(RebalanceReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", report.topology());
        document.put("status", report.status());
        document.put("fromVersion", report.fromVersion());
        document.put("toVersion", report.toVersion());
        document.put("durationMs", report.durationMs());
        document.put("longestPauseMs", millis(report.longestPauseNanos()));
        document.put("failedTrees", report.failedTrees());
        document.put(
                "moved", report.moved().stream().map(RebalanceText::document).toList());
        document.put(
                "added",
                report.added().stream().map(placed -> document(placed, "to")).toList());
        document.put(
                "removed",
                report.removed().stream()
                        .map(placed -> document(placed, "from"))
                        .toList());
        document.put("warnings", report.warnings());
        if (!report.config().isEmpty()) {
            document.put("config", report.config());
        }
        if (!report.phase().isEmpty()) {
            document.put("reason", report.phase());
        }
        return document;
    }

    private static Map<String, Object> document(Move move) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("component", move.component());
        document.put("tasks", move.tasks());
        document.put("from", document(move.from()));
        document.put("to", document(move.to()));
        document.put("pauseMs", millis(move.pauseNanos()));
        document.put("reason", move.reason());
        return document;
    }

    private static Map<String, Object> document(Placed placed, String direction) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("component", placed.component());
        document.put("tasks", placed.tasks());
        document.put(direction, document(placed.place()));
        return document;
    }

    private static Map<String, Object> document(Place place) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("supervisor", place.supervisor());
        document.put("host", place.host());
        document.put("port", place.port());
        return document;
    }

    /** To a hundredth. */
    private static double millis(long nanos) {
        return Math.round(nanos / 1e4) / 100.0;
    }

    /** What will change. */
    static String plan(RebalanceReport report) {
        return report.topology() + ": assignment " + report.fromVersion() + " -> " + report.toVersion() + "\n"
                + changes(report);
    }

    /** The end of it, or the plan. */
    static String result(RebalanceReport report) {
        String name = report.topology();
        return switch (report.status()) {
            case NO_CHANGE -> name + ": there is nothing to change";
            case PLANNED -> plan(report) + "nothing was changed: this was a dry run";
            case RUNNING -> plan(report) + "it goes on; see vendaval list";
            case DONE ->
                plan(report) + "done in " + Spans.time(report.durationMs()) + "; longest pause of a task "
                        + Spans.micros(report.longestPauseNanos() / NANOS_PER_MICRO) + ", "
                        + report.failedTrees() + " tuple trees failed";
            case ROLLED_BACK ->
                name + ": rolled back after " + Spans.time(report.durationMs()) + ", nothing has changed: "
                        + report.phase();
        };
    }

    private static String changes(RebalanceReport report) {
        StringBuilder text = new StringBuilder();
        report.config().forEach(sentence -> text.append(sentence).append('\n'));
        Table moves = new Table("MOVES", "TASKS", "FROM", "TO", "PAUSE", "BECAUSE");
        for (Move move : report.moved()) {
            moves.row(
                    move.component(),
                    TaskRanges.text(move.tasks()),
                    place(move.from()),
                    move.to().equals(move.from()) ? "stays" : place(move.to()),
                    move.pauseNanos() == 0 ? "-" : Spans.micros(move.pauseNanos() / NANOS_PER_MICRO),
                    move.reason());
        }
        text.append(moves.isEmpty() ? "" : moves);
        text.append(executors("new executors: ", report.added()));
        text.append(executors("executors that end: ", report.removed()));
        return text.toString();
    }

    /** Those of one component in one worker as one. */
    private static String executors(String title, List<Placed> placed) {
        record Group(String component, Place place) {}
        Map<Group, Set<Integer>> groups = new LinkedHashMap<>();
        placed.forEach(
                each -> groups.computeIfAbsent(new Group(each.component(), each.place()), added -> new TreeSet<>())
                        .addAll(each.tasks()));
        return groups.isEmpty()
                ? ""
                : title
                        + groups.entrySet().stream()
                                .map(each -> each.getKey().component() + " " + TaskRanges.text(each.getValue()) + " at "
                                        + place(each.getKey().place()))
                                .collect(Collectors.joining(", "))
                        + "\n";
    }

    private static String place(Place place) {
        return place.host() + ":" + place.port();
    }
}
