package dev.vendaval.cli;

import dev.vendaval.cli.cluster.ActivateCommand;
import dev.vendaval.cli.cluster.ClusterCommand;
import dev.vendaval.cli.cluster.DeactivateCommand;
import dev.vendaval.cli.cluster.ErrorsCommand;
import dev.vendaval.cli.cluster.InfoCommand;
import dev.vendaval.cli.cluster.KillCommand;
import dev.vendaval.cli.cluster.ListCommand;
import dev.vendaval.cli.cluster.LogsCommand;
import dev.vendaval.cli.console.ClassPathCommand;
import dev.vendaval.cli.console.Session;
import dev.vendaval.cli.console.VersionCommand;
import dev.vendaval.cli.run.JarCommand;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The commands by name. Only the one that is asked for is made: the parser reflects over each it is given. */
final class CommandTable {
    private static final Map<String, String> ALIASES = Map.of("get-errors", "errors");
    private static final Set<String> OPTIONS_WITH_VALUE = Set.of("--config", "-c", "--timeout");

    private final Map<String, Function<Session, Object>> commands = new LinkedHashMap<>();

    CommandTable() {
        commands.put("jar", JarCommand::new);
        commands.put("list", ListCommand::new);
        commands.put("cluster", ClusterCommand::new);
        commands.put("info", InfoCommand::new);
        commands.put("errors", ErrorsCommand::new);
        commands.put("activate", ActivateCommand::new);
        commands.put("deactivate", DeactivateCommand::new);
        commands.put("kill", KillCommand::new);
        commands.put("logs", LogsCommand::new);
        commands.put("version", VersionCommand::new);
        commands.put("classpath", ClassPathCommand::new);
    }

    /** The commands that this command line needs: the one it names, or all, for help and for near names. */
    Map<String, Object> neededFor(List<String> arguments, Session session) {
        Map<String, Object> needed = new LinkedHashMap<>();
        String named = commandIn(arguments);
        Function<Session, Object> only = commands.get(ALIASES.getOrDefault(named, named));
        if (only != null) {
            needed.put(ALIASES.getOrDefault(named, named), only.apply(session));
        } else {
            commands.forEach((name, maker) -> needed.put(name, maker.apply(session)));
        }
        return needed;
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
