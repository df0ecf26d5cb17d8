package dev.vendaval.cli.cluster;

import dev.vendaval.api.SubmitException.Code;
import dev.vendaval.cli.console.ClusterTask;
import dev.vendaval.cli.console.CommandFailure;
import dev.vendaval.cli.console.ExitCode;
import dev.vendaval.cli.console.Session;
import dev.vendaval.client.RebalanceOrder;
import dev.vendaval.client.VendavalClient;
import dev.vendaval.protocol.config.ConfigException;
import dev.vendaval.protocol.config.ConfigFile;
import dev.vendaval.protocol.report.RebalanceReport;
import dev.vendaval.protocol.report.RebalanceStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vendaval rebalance}. */
@Command(
        name = "rebalance",
        customSynopsis = "vendaval rebalance NAME [-n N] [-e COMPONENT=N]... [-w SECONDS] [-t KEY=VALUE]... [--dry-run]"
                + " [--no-wait]",
        description = "Changes workers and executors of a topology while tuples flow.",
        footer = {
            "",
            "Executors that need not move keep running; what moves is prepared at its new place first, then drained",
            "and handed over. Without -n, -e and -t workers and executors are evened out over the hosts.",
            "",
            "-t changes keys that are live (see docs/configuration.md) at once. For keys of your own, the components",
            "that may have read them are re-created where they are: prepared first, then drained and handed over.",
            "",
            "Examples:",
            "  vendaval rebalance wordcount -n 3 --dry-run      show what would move and why",
            "  vendaval rebalance wordcount -n 3                run on three workers",
            "  vendaval rebalance wordcount -e count=5          five executors for count; tasks too if it had fewer",
            "  vendaval rebalance wordcount -t topology.message.timeout=10s"
        })
public final class RebalanceCommand extends ClusterTask {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Parameters(arity = "1", paramLabel = "NAME", description = "The topology's name.")
    private String name = "";

    @Option(
            names = {"-n", "--workers"},
            paramLabel = "N",
            description = "How many workers.")
    private @Nullable Integer workers;

    @Option(
            names = {"-e", "--executors"},
            paramLabel = "COMPONENT=N",
            description = "How many executors for a component; a bolt with fewer tasks gets as many. May be repeated.")
    private List<String> executors = new ArrayList<>();

    @Option(
            names = {"-w", "--wait"},
            paramLabel = "SECONDS",
            description = "Pauses the spouts for up to so long before the switch. Default: they are not paused.")
    private @Nullable Integer waitSeconds;

    @Option(
            names = {"-t", "--topology-config"},
            paramLabel = "KEY=VALUE",
            description = "Another value for a configuration key, written as in YAML. May be repeated.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--dry-run", description = "Only shows the plan.")
    private boolean dryRun;

    @Option(names = "--no-wait", description = "Returns as soon as the rebalance has begun.")
    private boolean noWait;

    public RebalanceCommand(Session session) {
        super(session);
    }

    @Override
    protected int run(VendavalClient client) {
        Duration pause = pause();
        RebalanceOrder order = new RebalanceOrder(name, workers, executorsWished(), configWished(), pause, dryRun);
        RebalanceReport begun = Topologies.call(client, name, known -> client.rebalance(order));
        begun.warnings().forEach(session::warn);
        boolean waits = begun.status() == RebalanceStatus.RUNNING && !noWait;
        if (waits) {
            RebalanceText.plan(begun).lines().forEach(session::progress);
        }
        Duration longest = TIMEOUT.plus(pause == null ? Duration.ZERO : pause);
        RebalanceReport ended =
                waits ? client.awaitRebalanced(begun, session.timeout(longest), session.progressListener()) : begun;
        session.print(RebalanceText.document(ended), () -> RebalanceText.result(ended));
        return ended.status() == RebalanceStatus.ROLLED_BACK ? ExitCode.FAILED : ExitCode.DONE;
    }

    private Map<String, Object> configWished() {
        Map<String, Object> wished = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.usage("-t " + setting + " is not KEY=VALUE, such as -t topology.debug=true");
            }
            String key = setting.substring(0, equals);
            Object value = value(key, setting.substring(equals + 1));
            if (value == null) {
                throw CommandFailure.usage("-t " + setting + " has no value; a key cannot be taken back");
            }
            if (wished.put(key, value) != null) {
                throw CommandFailure.usage("-t " + key + " is given twice");
            }
        }
        return wished;
    }

    private static @Nullable Object value(String key, String text) {
        try {
            return ConfigFile.overrideValue(key, text);
        } catch (ConfigException e) {
            throw CommandFailure.usage("-t " + e.getMessage());
        }
    }

    private @Nullable Duration pause() {
        Integer seconds = waitSeconds;
        if (seconds != null && seconds < 0) {
            throw CommandFailure.usage("-w is " + seconds + "; it must be 0 or more seconds");
        }
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    private Map<String, Integer> executorsWished() {
        Map<String, Integer> wished = new LinkedHashMap<>();
        for (String option : executors) {
            int equals = option.lastIndexOf('=');
            if (equals < 1) {
                throw CommandFailure.usage("-e " + option + " is not COMPONENT=N, such as -e count=5");
            }
            String component = option.substring(0, equals);
            if (wished.put(component, number(option, option.substring(equals + 1))) != null) {
                throw CommandFailure.usage("-e " + component + " is given twice");
            }
        }
        return wished;
    }

    private static int number(String option, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw CommandFailure.of(Code.USAGE, "-e " + option + ": '" + text + "' is no number of executors", null, e);
        }
    }
}
