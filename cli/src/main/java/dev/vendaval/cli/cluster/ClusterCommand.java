package dev.vendaval.cli.cluster;

import dev.vendaval.cli.console.ClusterTask;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.output.Table;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.report.ClusterSummary;
import picocli.CommandLine.Command;

/** {@code vendaval cluster}. */
@Command(
        name = "cluster",
        customSynopsis = "vendaval cluster",
        description = "Shows the Nimbuses, the supervisors and their slots.",
        footer = {"", "Examples:", "  vendaval cluster", "  vendaval cluster --json"})
public final class ClusterCommand extends ClusterTask {
    public ClusterCommand(Session session) {
        super(session);
    }

    @Override
    protected int run(VendavalClient client) {
        ClusterSummary cluster = client.cluster();
        session.print(cluster, () -> text(cluster));
        return ExitCode.DONE;
    }

    private String text(ClusterSummary cluster) {
        Table nimbuses = new Table("NIMBUS", "ROLE");
        for (ClusterSummary.Nimbus nimbus : cluster.nimbus()) {
            nimbuses.row(nimbus.host() + ":" + nimbus.port(), nimbus.leader() ? "leader" : "standby");
        }
        return nimbuses + "\n" + supervisors(cluster);
    }

    private String supervisors(ClusterSummary cluster) {
        if (cluster.supervisors().isEmpty()) {
            return session.hint("no supervisors; start one with: vendaval supervisor");
        }
        Table supervisors = new Table("SUPERVISOR", "HOST", "STATE", "SLOTS", "USED");
        Table slots = new Table("SLOT", "TOPOLOGY");
        for (ClusterSummary.Supervisor supervisor : cluster.supervisors()) {
            long used = supervisor.slots().stream()
                    .filter(slot -> slot.topologyId() != null)
                    .count();
            supervisors.row(
                    supervisor.id(),
                    supervisor.host(),
                    supervisor.state(),
                    supervisor.slots().size(),
                    used);
            for (ClusterSummary.Slot slot : supervisor.slots()) {
                String topologyId = slot.topologyId();
                slots.row(supervisor.host() + ":" + slot.port(), topologyId == null ? "(free)" : topologyId);
            }
        }
        return supervisors + "\n" + slots;
    }
}
