package dev.vendaval.cli.cluster;

import dev.vendaval.cli.console.ClusterTask;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.client.VendavalClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vendaval deactivate}. */
@Command(
        name = "deactivate",
        customSynopsis = "vendaval deactivate NAME",
        description = "Stops a topology's spouts from emitting. What is under way goes on to its end. On an inactive"
                + " one it does nothing.",
        footer = {"", "Example:", "  vendaval deactivate wordcount"})
public final class DeactivateCommand extends ClusterTask {
    // Set by the parser: a command without its name is refused before this is read.
    @SuppressWarnings("NullAway.Init")
    @Parameters(paramLabel = "NAME", description = "The topology's name.")
    private String name;

    public DeactivateCommand(Session session) {
        super(session);
    }

    @Override
    protected int run(VendavalClient client) {
        Topologies.tell(client, name, client::deactivate);
        session.print(Topologies.statusOf(name, "INACTIVE"), () -> name + " is inactive");
        return ExitCode.DONE;
    }
}
