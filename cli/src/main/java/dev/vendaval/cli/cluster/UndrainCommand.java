package dev.vendaval.cli.cluster;

import dev.vendaval.cli.console.ClusterTask;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.report.DrainReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vendaval undrain}. */
@Command(
        name = "undrain",
        customSynopsis = "vendaval undrain HOST",
        description = "Lets a drained host be used again.",
        footer = {"", "Nothing moves there by itself: vendaval rebalance NAME evens a topology out over the hosts."})
public final class UndrainCommand extends ClusterTask {
    @Parameters(arity = "1", paramLabel = "HOST", description = "The host, or the id of a supervisor.")
    private String host = "";

    public UndrainCommand(Session session) {
        super(session);
    }

    @Override
    protected int run(VendavalClient client) {
        DrainReport report = client.undrain(host);
        report.lost().forEach(id -> session.warn("supervisor " + id + " is lost; this holds for when it is back"));
        session.print(
                DrainCommand.document(report, "USED"),
                () -> host + (report.supervisors().isEmpty() ? " was not drained" : " may be used again"));
        return ExitCode.DONE;
    }
}
