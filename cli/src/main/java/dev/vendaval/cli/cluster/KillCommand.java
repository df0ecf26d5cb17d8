package dev.vendaval.cli.cluster;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.cli.console.ClusterTask;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.client.VendavalClient.Killed;
import dev.vendaval.protocol.service.ServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vendaval kill}. */
@Command(
        name = "kill",
        customSynopsis = "vendaval kill NAME... [-w SECONDS] [-i] [--no-wait]",
        description = "Ends topologies and returns when their names are free.",
        footer = {
            "",
            "Spouts stop at once; what is under way may end until all is drained or the wait is over; then every",
            "component is cleaned up and the workers exit. Logs stay. If one of several names is unknown, nothing is killed.",
            "",
            "Examples:",
            "  vendaval kill wordcount            drain for at most the topology's message time-out",
            "  vendaval kill wordcount -w 0       do not drain",
            "  vendaval kill one two -i           go on if one of them is not there"
        })
public final class KillCommand extends ClusterTask {
    private static final Duration CLEAN_UP_TIMEOUT = Duration.ofSeconds(60);

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "The topologies' names.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = {"-w", "--wait"},
            paramLabel = "SECONDS",
            description = "How long it may drain. Default: the topology's message time-out.")
    private @Nullable Integer waitSeconds;

    @Option(
            names = {"-i", "--ignore-errors"},
            description = "Goes on with the others when one cannot be killed.")
    private boolean ignoreErrors;

    @Option(names = "--no-wait", description = "Returns as soon as the kill is accepted.")
    private boolean noWait;

    public KillCommand(Session session) {
        super(session);
    }

    @Override
    protected int run(VendavalClient client) {
        Duration wait = drainWait();
        List<String> toKill = names.stream().distinct().toList();
        if (toKill.size() > 1 && !ignoreErrors) {
            checkAllAreThere(client, toKill);
        }
        List<Killed> killed = new ArrayList<>();
        for (String name : toKill) {
            try {
                killed.add(Topologies.call(client, name, known -> client.kill(known, wait)));
            } catch (ServiceException | CommandFailure e) {
                if (!mayGoOn(name, e)) {
                    finishRegardless(client, killed);
                    throw e;
                }
            }
        }
        finish(client, killed);
        report(killed);
        return ExitCode.DONE;
    }

    /** Before anything is done: a kill cannot be taken back, and a mistyped name may mean that others are wrong, too. */
    private static void checkAllAreThere(VendavalClient client, List<String> names) {
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            try {
                client.info(name);
            } catch (ServiceException e) {
                if (e.code() != Code.NOT_FOUND) {
                    throw e;
                }
                unknown.add("'" + name + "'");
            }
        }
        if (!unknown.isEmpty()) {
            throw CommandFailure.of(
                    Code.NOT_FOUND,
                    "nothing is killed: there is no topology " + String.join(", ", unknown),
                    "vendaval list shows those there are; with -i the others are killed all the same");
        }
    }

    private void finish(VendavalClient client, List<Killed> killed) {
        if (!noWait && !killed.isEmpty()) {
            awaitGone(client, killed);
        }
    }

    /** What was accepted goes on although the command fails: it says what became of it. */
    private void finishRegardless(VendavalClient client, List<Killed> killed) {
        try {
            finish(client, killed);
            killed.forEach(topology -> session.progress(text(topology)));
        } catch (ServiceException e) {
            session.warn(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Duration drainWait() {
        Integer seconds = waitSeconds;
        if (seconds != null && seconds < 0) {
            throw CommandFailure.usage("-w is " + seconds + "; it must be 0 or more seconds");
        }
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    private boolean mayGoOn(String name, RuntimeException refusal) {
        CommandFailure failure = CommandFailure.from(refusal);
        boolean goesOn = ignoreErrors && failure.code() != Code.NO_CLUSTER;
        if (goesOn) {
            session.warn(name + " was not killed: " + failure.getMessage());
        }
        return goesOn;
    }

    private void awaitGone(VendavalClient client, List<Killed> killed) {
        Duration longestDrain =
                killed.stream().map(Killed::drainLimit).max(Duration::compareTo).orElse(Duration.ZERO);
        client.awaitGone(killed, session.timeout(CLEAN_UP_TIMEOUT.plus(longestDrain)), session.progressListener());
    }

    private void report(List<Killed> killed) {
        String status = noWait ? "KILLED" : "GONE";
        List<Map<String, Object>> topologies = killed.stream()
                .map(topology -> Topologies.statusOf(topology.name(), status))
                .toList();
        session.print(Map.of("topologies", topologies), () -> text(killed));
    }

    private String text(List<Killed> killed) {
        StringBuilder text = new StringBuilder();
        for (Killed topology : killed) {
            text.append(text(topology)).append('\n');
        }
        return text.toString();
    }

    private String text(Killed topology) {
        return topology.name() + (noWait ? " is being killed" : " is gone");
    }
}
