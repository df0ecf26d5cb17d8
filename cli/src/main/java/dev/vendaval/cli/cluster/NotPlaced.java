package dev.vendaval.cli.cluster;

import dev.vendaval.protocol.report.TopologyInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Executors without a worker, for people to read: a line for each reason. */
final class NotPlaced {
    private NotPlaced() {}

    static void append(StringBuilder text, List<TopologyInfo.Unassigned> executors) {
        Map<String, StringBuilder> byReason = new LinkedHashMap<>();
        for (TopologyInfo.Unassigned executor : executors) {
            StringBuilder names = byReason.computeIfAbsent(executor.reason(), reason -> new StringBuilder());
            names.append(names.isEmpty() ? "" : ", ");
            names.append(executor.component()).append(' ').append(InfoText.tasks(executor.tasks()));
        }
        byReason.forEach((reason, names) ->
                text.append("\nnot placed: ").append(names).append(": ").append(reason));
        text.append(byReason.isEmpty() ? "" : "\n");
    }
}
