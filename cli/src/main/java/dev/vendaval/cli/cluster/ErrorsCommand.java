package dev.vendaval.cli.cluster;

import dev.vendaval.cli.console.ClusterTask;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.report.ErrorReport;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code vendaval errors}. */
@Command(
        name = "errors",
        customSynopsis = "vendaval errors NAME",
        aliases = "get-errors",
        description = "Shows the exceptions of a topology's own code, equal ones counted together, with their stacks.",
        footer = {"", "Examples:", "  vendaval errors wordcount", "  vendaval errors wordcount --json"})
public final class ErrorsCommand extends ClusterTask {
    // Set by the parser: a command without its name is refused before this is read.
    @SuppressWarnings("NullAway.Init")
    @Parameters(paramLabel = "NAME", description = "The topology's name.")
    private String name;

    public ErrorsCommand(Session session) {
        super(session);
    }

    @Override
    protected int run(VendavalClient client) {
        List<ErrorReport> errors = Topologies.info(client, name).errors();
        session.print(Map.of("errors", errors), () -> text(errors));
        return ExitCode.DONE;
    }

    private String text(List<ErrorReport> errors) {
        if (errors.isEmpty()) {
            return "no errors in " + name;
        }
        StringBuilder text = new StringBuilder();
        for (ErrorReport error : errors) {
            text.append(error.component()).append(" task ").append(error.task());
            text.append(" on ").append(error.host()).append(':').append(error.port());
            text.append(", ").append(error.count()).append(error.count() == 1 ? " time" : " times");
            text.append(", last at ").append(time(error.lastAtMs()));
            text.append(": ").append(error.message()).append('\n');
            error.stack()
                    .lines()
                    .forEach(line -> text.append("    ").append(line).append('\n'));
            text.append('\n');
        }
        return text.toString();
    }

    private static Instant time(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).truncatedTo(ChronoUnit.SECONDS);
    }
}
