package dev.vendaval.cli.cluster;

import dev.vendaval.cli.console.ClusterTask;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.report.TopologyExplanation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vendaval explain}. */
@Command(
        name = "explain",
        customSynopsis = "vendaval explain NAME",
        description = "Says why a topology does not emit, or what bounds its rate. The first line is the verdict.",
        footer = {
            "",
            "The workers are asked at this moment; one that does not answer within 3 seconds is named. Then: each",
            "spout task and its reason, calls of your code that do not return and where they are, the oldest pending",
            "tree and who holds it, where tuples wait, what has no worker, recent errors.",
            "",
            "Examples:",
            "  vendaval explain wordcount",
            "  vendaval explain wordcount --json | jq -r '.spouts[] | [.component, .task, .reason] | @tsv'"
        })
public final class ExplainCommand extends ClusterTask {
    // Set by the parser: a command without its name is refused before this is read.
    @SuppressWarnings("NullAway.Init")
    @Parameters(paramLabel = "NAME", description = "The topology's name.")
    private String name;

    public ExplainCommand(Session session) {
        super(session);
    }

    @Override
    protected int run(VendavalClient client) {
        TopologyExplanation explanation = Topologies.explanation(client, name);
        session.print(
                explanation,
                () -> ExplanationText.of(explanation, session.hint("vendaval errors " + explanation.name())));
        return ExitCode.DONE;
    }
}
