package dev.vendaval.cli.cluster;

import dev.vendaval.cli.console.ClusterTask;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.output.Spans;
import dev.vendaval.cli.output.Table;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.report.TopologySummary;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code vendaval list}. */
@Command(
        name = "list",
        customSynopsis = "vendaval list",
        description = "Shows the topologies of the cluster.",
        footer = {"", "Examples:", "  vendaval list", "  vendaval list --json | jq -r '.topologies[].name'"})
public final class ListCommand extends ClusterTask {
    public ListCommand(Session session) {
        super(session);
    }

    @Override
    protected int run(VendavalClient client) {
        List<TopologySummary> topologies = client.list();
        session.print(Map.of("topologies", topologies), () -> text(topologies));
        return ExitCode.DONE;
    }

    private String text(List<TopologySummary> topologies) {
        if (topologies.isEmpty()) {
            return session.hint("no topologies; submit one with: vendaval jar JAR CLASS");
        }
        Table table = new Table("NAME", "STATUS", "UPTIME", "WORKERS", "EXECUTORS", "TASKS", "ID");
        for (TopologySummary topology : topologies) {
            table.row(
                    topology.name(),
                    topology.status(),
                    Spans.time(topology.uptimeMs()),
                    topology.workers(),
                    topology.executors(),
                    topology.tasks(),
                    topology.id());
        }
        return table.toString();
    }
}
