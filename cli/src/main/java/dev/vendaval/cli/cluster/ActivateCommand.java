package dev.vendaval.cli.cluster;

import dev.vendaval.cli.console.ClusterTask;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.client.VendavalClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vendaval activate}. */
@Command(
        name = "activate",
        customSynopsis = "vendaval activate NAME",
        description = "Lets a topology's spouts emit again. On an active one it does nothing.",
        footer = {"", "Example:", "  vendaval activate wordcount"})
public final class ActivateCommand extends ClusterTask {
    // Set by the parser: a command without its name is refused before this is read.
    @SuppressWarnings("NullAway.Init")
    @Parameters(paramLabel = "NAME", description = "The topology's name.")
    private String name;

    public ActivateCommand(Session session) {
        super(session);
    }

    @Override
    protected int run(VendavalClient client) {
        Topologies.tell(client, name, client::activate);
        session.print(Topologies.statusOf(name, "ACTIVE"), () -> name + " is active");
        return ExitCode.DONE;
    }
}
