package dev.vendaval.cli.cluster;

import dev.vendaval.cli.console.ClusterTask;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.report.DrainReport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vendaval drain}. */
@Command(
        name = "drain",
        customSynopsis = "vendaval drain HOST [--no-wait]",
        description = "Moves everything off a host while tuples flow, and starts no new workers there.",
        footer = {
            "",
            "HOST is a host as vendaval cluster shows it, or the id of a single supervisor. The host stays drained, also",
            "when it is started anew, until vendaval undrain HOST."
        })
public final class DrainCommand extends ClusterTask {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Parameters(arity = "1", paramLabel = "HOST", description = "The host, or the id of a supervisor.")
    private String host = "";

    @Option(names = "--no-wait", description = "Returns at once; it goes on.")
    private boolean noWait;

    public DrainCommand(Session session) {
        super(session);
    }

    @Override
    protected int run(VendavalClient client) {
        DrainReport begun = client.drain(host);
        begun.lost()
                .forEach(id -> session.warn(
                        "supervisor " + id + " is lost; it is marked all the same, and gets nothing when it is back"));
        Set<String> warnings = new LinkedHashSet<>(warnings(begun));
        warnings.forEach(session::warn);
        if (!noWait) {
            begun.rebalances().stream()
                    .flatMap(rebalance -> RebalanceText.plan(rebalance).lines())
                    .forEach(session::progress);
        }
        DrainReport report =
                noWait ? begun : client.awaitDrained(begun, session.timeout(TIMEOUT), session.progressListener());
        warnings(report).stream().filter(warnings::add).forEach(session::warn);
        String status = report.left().isEmpty() ? "DRAINED" : "DRAINING";
        session.print(document(report, status), () -> text(report));
        return ExitCode.DONE;
    }

    private static List<String> warnings(DrainReport report) {
        return report.rebalances().stream()
                .flatMap(rebalance ->
                        rebalance.warnings().stream().map(warning -> rebalance.topology() + ": " + warning))
                .toList();
    }

    static Map<String, Object> document(DrainReport report, String status) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("host", report.host());
        document.put("status", status);
        document.put("supervisors", report.supervisors());
        document.put("left", report.left());
        document.put("lost", report.lost());
        document.put(
                "rebalances",
                report.rebalances().stream().map(RebalanceText::document).toList());
        return document;
    }

    private static String text(DrainReport report) {
        String moves = report.rebalances().stream()
                .map(rebalance -> RebalanceText.result(rebalance) + "\n")
                .collect(Collectors.joining());
        return moves + state(report);
    }

    private static String state(DrainReport report) {
        return report.left().isEmpty()
                ? report.host() + " has no worker any more and gets none until: vendaval undrain " + report.host()
                : report.host() + " is being drained; do not stop it before it has no worker: vendaval cluster"
                        + report.left().stream()
                                .map(left -> "\n  " + left.topology() + ": " + left.why())
                                .collect(Collectors.joining());
    }
}
