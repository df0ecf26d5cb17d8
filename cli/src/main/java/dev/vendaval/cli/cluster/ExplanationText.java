package dev.vendaval.cli.cluster;

import dev.vendaval.cli.output.Spans;
import dev.vendaval.cli.output.Table;
import dev.vendaval.protocol.report.ErrorReport;
import dev.vendaval.protocol.report.TopologyExplanation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a topology does not emit, for people to read. The first line is the verdict. */
final class ExplanationText {
    private ExplanationText() {}

    /** With the command that shows its errors whole. */
    static String of(TopologyExplanation explanation, String errorsCommand) {
        StringBuilder text = new StringBuilder();
        text.append(explanation.verdict()).append('\n');
        text.append(explanation.name()).append(" (").append(explanation.id()).append(")  ");
        text.append(explanation.status()).append('\n');
        spouts(text, explanation.spouts());
        explanation.calls().forEach(call -> call(text, call));
        tree(text, explanation.oldestTree());
        queues(text, explanation.queues());
        workers(text, explanation.workers());
        NotPlaced.append(text, explanation.unassigned());
        explanation.notices().forEach(notice -> text.append("\nnotice: ").append(notice));
        errors(text, explanation.errors(), errorsCommand);
        return text.toString();
    }

    private static void spouts(StringBuilder text, List<TopologyExplanation.SpoutTask> spouts) {
        for (TopologyExplanation.SpoutTask spout : spouts) {
            text.append("\nspout ").append(spout.component()).append(" task ").append(spout.task());
            if (spout.port() != 0) {
                text.append(" on ").append(spout.host()).append(':').append(spout.port());
            }
            text.append("  ").append(spout.reason()).append('\n');
            text.append("    ").append(spout.text()).append('\n');
            if (spout.maxPending() > 0) {
                text.append("    ").append(rate(spout.emittedPerSecond())).append(" tuples/s, pending ");
                text.append(spout.pending()).append(" of at most ").append(spout.maxPending());
                if (spout.oldestAgeMs() >= 0) {
                    text.append(", the oldest for ").append(Spans.time(spout.oldestAgeMs()));
                }
                text.append('\n');
            }
        }
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%.0f", perSecond);
    }

    private static void call(StringBuilder text, TopologyExplanation.Call call) {
        text.append('\n').append(call.component()).append(" task ").append(call.task());
        text.append(" on ").append(call.host()).append(':').append(call.port());
        text.append(": ").append(call.method()).append(" has not returned for ");
        text.append(Spans.time(call.forMs())).append('\n');
        call.stack().lines().forEach(line -> text.append("    ").append(line).append('\n'));
    }

    private static void tree(StringBuilder text, TopologyExplanation.@Nullable Tree tree) {
        if (tree == null) {
            return;
        }
        text.append("\noldest pending tree: ")
                .append(tree.root())
                .append(" of ")
                .append(tree.component());
        text.append(" task ")
                .append(tree.task())
                .append(", for ")
                .append(Spans.time(tree.ageMs()))
                .append('\n');
        for (TopologyExplanation.Holder holder : tree.heldBy()) {
            text.append(holder.certain() ? "    held by " : "    maybe with ")
                    .append(holder.component())
                    .append(' ');
            text.append(InfoText.tasks(holder.tasks()))
                    .append(" on ")
                    .append(holder.host())
                    .append(':')
                    .append(holder.port());
            text.append(", which ").append(holder.text()).append('\n');
        }
        if (tree.heldBy().isEmpty()) {
            text.append("    no executor that it may have reached says that it holds tuples\n");
        }
    }

    private static void queues(StringBuilder text, List<TopologyExplanation.Queue> queues) {
        if (queues.isEmpty()) {
            return;
        }
        Table table = new Table("TUPLES AT", "TASKS", "WORKER", "WAITING", "TO HAND ON", "NOT ACKED", "CALLS/S");
        for (TopologyExplanation.Queue queue : queues) {
            table.row(
                    queue.component(),
                    InfoText.tasks(queue.tasks()),
                    queue.host() + ":" + queue.port(),
                    queue.inboxTuples(),
                    queue.inCall() ? "?" : queue.outboxTuples(),
                    queue.inCall() ? "?" : queue.unackedTuples(),
                    queue.inCall() ? "?" : rate(queue.callsPerSecond()));
        }
        text.append('\n').append(table);
        if (queues.stream().anyMatch(TopologyExplanation.Queue::inCall)) {
            text.append(
                    "?: sits in a call and cannot say; what it has taken and not executed is not among the waiting\n");
        }
    }

    private static void workers(StringBuilder text, List<TopologyExplanation.Worker> workers) {
        for (TopologyExplanation.Worker worker : workers) {
            text.append("\nworker ")
                    .append(worker.host())
                    .append(':')
                    .append(worker.port())
                    .append(' ');
            text.append(worker.text()).append('\n');
        }
    }

    private static void errors(StringBuilder text, List<ErrorReport> errors, String command) {
        if (errors.isEmpty()) {
            return;
        }
        Table table = new Table("RECENT ERROR IN", "TASK", "TIMES", "MESSAGE");
        for (ErrorReport error : errors) {
            table.row(
                    error.component(),
                    error.task(),
                    error.count(),
                    error.message().lines().findFirst().orElse(""));
        }
        text.append("\n\n").append(table).append("stacks: ").append(command).append('\n');
    }
}
