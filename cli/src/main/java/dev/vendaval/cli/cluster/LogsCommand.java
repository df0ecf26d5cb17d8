package dev.vendaval.cli.cluster;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.cli.console.ClusterTask;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.client.LogQuery;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.service.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vendaval logs}. */
@Command(
        name = "logs",
        customSynopsis = "vendaval logs NAME [-f] [--component ID] [--port N] [--lines N]",
        description =
                "Shows the logs of a topology's workers, what its components print included. Each line begins with"
                        + " its worker's port.",
        footer = {
            "",
            "Examples:",
            "  vendaval logs wordcount                     the last lines of each worker",
            "  vendaval logs wordcount -f --component count  follow one component, until Ctrl-C",
            "  vendaval logs wordcount --port 6700 --lines 1000"
        })
public final class LogsCommand extends ClusterTask {
    private static final int MOST_LINES = 1_000_000;

    // Set by the parser: a command without its name is refused before this is read.
    @SuppressWarnings("NullAway.Init")
    @Parameters(paramLabel = "NAME", description = "The topology's name.")
    private String name;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with new lines until Ctrl-C.")
    private boolean follow;

    @Option(names = "--component", paramLabel = "ID", description = "Only lines of this component.")
    private @Nullable String component;

    @Option(names = "--port", paramLabel = "N", description = "Only the worker on this port.")
    private int port;

    @Option(
            names = "--lines",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many of the last lines of each worker to begin with. Default: 100.")
    private int lines;

    public LogsCommand(Session session) {
        super(session);
    }

    @Override
    protected int run(VendavalClient client) {
        check();
        LogQuery query = new LogQuery(name, component, port, lines, follow);
        if (session.json()) {
            List<LogLine> all = new ArrayList<>();
            read(client, query, all);
            session.print(Map.of("lines", all), () -> "");
        } else {
            Topologies.tell(client, name, known -> client.logs(query, this::print));
        }
        return ExitCode.DONE;
    }

    private void read(VendavalClient client, LogQuery query, List<LogLine> all) {
        Topologies.tell(
                client,
                name,
                known -> client.logs(query, line -> {
                    if (all.size() == MOST_LINES) {
                        throw CommandFailure.of(
                                Code.USAGE,
                                "more than " + MOST_LINES + " lines for one JSON document",
                                "ask for fewer --lines");
                    }
                    all.add(line);
                }));
    }

    private void check() {
        if (lines < 0 || lines > MOST_LINES) {
            throw CommandFailure.usage("--lines is " + lines + "; it must be from 0 to " + MOST_LINES);
        }
        if (follow && session.json()) {
            throw CommandFailure.usage("--json prints one document, but -f never ends; leave out one of them");
        }
    }

    private void print(LogLine line) {
        session.out().println(line.port() + "  " + line.line());
        session.out().flush();
    }
}
