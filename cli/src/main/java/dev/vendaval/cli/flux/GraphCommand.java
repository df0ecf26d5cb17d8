package dev.vendaval.cli.flux;

import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.run.FluxRequest;
import dev.vendaval.flux.FluxReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vendaval flux graph}. */
@Command(
        name = "graph",
        customSynopsis = "vendaval flux graph [--jar JAR] [--filter FILE] [--env-filter] [--resource] FILE",
        description = "Shows a topology file as a Mermaid flow chart: components with their parallelism, streams with"
                + " their groupings.",
        footer = {"", "A topology made by code (topologySource) needs --jar."})
final class GraphCommand implements Callable<Integer> {
    private final Session session;

    @Mixin
    private FileArguments arguments = new FileArguments();

    GraphCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        FluxReport report = arguments.report(session);
        if (!report.isValid()) {
            throw FluxRequest.failure(report);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("file", report.file());
        document.put("mermaid", report.graph());
        session.print(document, report::graph);
        return ExitCode.DONE;
    }
}
