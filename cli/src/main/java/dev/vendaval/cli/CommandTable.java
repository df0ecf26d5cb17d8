package dev.vendaval.cli;

import dev.vendaval.cli.cluster.ActivateCommand;
import dev.vendaval.cli.cluster.ClusterCommand;
import dev.vendaval.cli.cluster.DeactivateCommand;
import dev.vendaval.cli.cluster.DrainCommand;
import dev.vendaval.cli.cluster.ErrorsCommand;
import dev.vendaval.cli.cluster.ExplainCommand;
import dev.vendaval.cli.cluster.InfoCommand;
import dev.vendaval.cli.cluster.KillCommand;
import dev.vendaval.cli.cluster.ListCommand;
import dev.vendaval.cli.cluster.LogsCommand;
import dev.vendaval.cli.cluster.RebalanceCommand;
import dev.vendaval.cli.cluster.UndrainCommand;
import dev.vendaval.cli.console.ClassPathCommand;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.console.VersionCommand;
import dev.vendaval.cli.daemon.DevCommand;
import dev.vendaval.cli.daemon.DevZooKeeperCommand;
import dev.vendaval.cli.daemon.NimbusCommand;
import dev.vendaval.cli.daemon.SupervisorCommand;
import dev.vendaval.cli.flux.FluxCommand;
import dev.vendaval.cli.run.JarCommand;
import dev.vendaval.cli.run.LocalCommand;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The commands by name. Only the one that is asked for is made: the parser reflects over each it is given. */
final class CommandTable {
    private static final Map<String, String> ALIASES = Map.of("get-errors", "errors");
    private static final Set<String> OPTIONS_WITH_VALUE = Set.of("--config", "-c", "--timeout");

    /** In the order that help shows them. */
    private static final List<String> NAMES = List.of(
            "dev",
            "jar",
            "local",
            "list",
            "info",
            "errors",
            "explain",
            "logs",
            "activate",
            "deactivate",
            "kill",
            "rebalance",
            "cluster",
            "drain",
            "undrain",
            "flux",
            "nimbus",
            "supervisor",
            "dev-zookeeper",
            "version",
            "classpath");

    private CommandTable() {}

    /** The commands that this command line needs: the one it names, or all, for help and for near names. */
    static Map<String, Object> neededFor(List<String> arguments, Session session) {
        String named = commandIn(arguments);
        String name = ALIASES.getOrDefault(named, named);
        Map<String, Object> needed = new LinkedHashMap<>();
        for (String known : NAMES.contains(name) ? List.of(name) : NAMES) {
            needed.put(known, make(known, session));
        }
        return needed;
    }

    /** A class is loaded only when its line runs. */
    private static Object make(String name, Session session) {
        return switch (name) {
            case "dev" -> new DevCommand(session);
            case "jar" -> new JarCommand(session);
            case "local" -> new LocalCommand(session);
            case "list" -> new ListCommand(session);
            case "info" -> new InfoCommand(session);
            case "errors" -> new ErrorsCommand(session);
            case "explain" -> new ExplainCommand(session);
            case "logs" -> new LogsCommand(session);
            case "activate" -> new ActivateCommand(session);
            case "deactivate" -> new DeactivateCommand(session);
            case "kill" -> new KillCommand(session);
            case "rebalance" -> new RebalanceCommand(session);
            case "cluster" -> new ClusterCommand(session);
            case "drain" -> new DrainCommand(session);
            case "undrain" -> new UndrainCommand(session);
            case "flux" -> FluxCommand.line(session);
            case "nimbus" -> new NimbusCommand(session);
            case "supervisor" -> new SupervisorCommand(session);
            case "dev-zookeeper" -> new DevZooKeeperCommand(session);
            case "version" -> new VersionCommand(session);
            case "classpath" -> new ClassPathCommand(session);
            default -> throw new IllegalStateException(name + " is listed but not made");
        };
    }

    private static String commandIn(List<String> arguments) {
        Iterator<String> tokens = arguments.iterator();
        while (tokens.hasNext()) {
            String token = tokens.next();
            if (!token.startsWith("-")) {
                return token;
            }
            if (OPTIONS_WITH_VALUE.contains(token) && tokens.hasNext()) {
                tokens.next();
            }
        }
        return "";
    }
}
