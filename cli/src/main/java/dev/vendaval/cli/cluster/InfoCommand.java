package dev.vendaval.cli.cluster;

import dev.vendaval.cli.console.ClusterTask;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.report.TopologyInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vendaval info}. */
@Command(
        name = "info",
        customSynopsis = "vendaval info NAME",
        description = "Shows a topology: components with counts and latencies, executors and where they run, workers,"
                + " errors.",
        footer = {
            "",
            "Counts are since the submit and at most 2 seconds old; exact, but for what a worker that died had",
            "counted since its last report. Latencies are since the task began: of a spout from emit to ack, of a",
            "bolt the time in execute.",
            "",
            "Examples:",
            "  vendaval info wordcount",
            "  vendaval info wordcount --json | jq '.components[] | {id, executed, failed}'"
        })
public final class InfoCommand extends ClusterTask {
    // Set by the parser: a command without its name is refused before this is read.
    @SuppressWarnings("NullAway.Init")
    @Parameters(paramLabel = "NAME", description = "The topology's name.")
    private String name;

    public InfoCommand(Session session) {
        super(session);
    }

    @Override
    protected int run(VendavalClient client) {
        TopologyInfo info = Topologies.info(client, name);
        session.print(info, () -> InfoText.of(info, session.hint("vendaval errors " + info.name())));
        return ExitCode.DONE;
    }
}
