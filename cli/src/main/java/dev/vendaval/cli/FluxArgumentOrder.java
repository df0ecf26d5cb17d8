package dev.vendaval.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code jar JAR --flux FILE} is another way of writing {@code jar --flux FILE JAR}: what comes after JAR is main's
 * otherwise, and not looked at by the parser.
 */
final class FluxArgumentOrder {
    private static final Set<String> COMMANDS = Set.of("jar", "local");
    private static final Set<String> OPTIONS_WITH_VALUE =
            Set.of("--config", "-c", "--timeout", "--local-ttl", "--flux", "--filter");

    private FluxArgumentOrder() {}

    static List<String> parseable(List<String> arguments) {
        int command = nextPositional(arguments, 0);
        if (command >= arguments.size()
                || !COMMANDS.contains(arguments.get(command))
                || lacksLastValue(arguments, command)) {
            return arguments;
        }
        int jar = nextPositional(arguments, command + 1);
        if (jar + 1 >= arguments.size() || !arguments.get(jar + 1).startsWith("-")) {
            return arguments;
        }
        List<String> afterJar = arguments.subList(jar + 1, arguments.size());
        if (afterJar.stream().noneMatch(token -> token.equals("--flux") || token.startsWith("--flux="))) {
            return arguments;
        }
        List<String> ordered = new ArrayList<>(arguments.subList(0, jar));
        ordered.addAll(afterJar);
        ordered.add(arguments.get(jar));
        return ordered;
    }

    /** Then JAR must not be taken for that value. */
    private static boolean lacksLastValue(List<String> arguments, int command) {
        int jar = nextPositional(arguments, command + 1);
        return nextPositional(arguments, jar + 1) > arguments.size();
    }

    private static int nextPositional(List<String> arguments, int from) {
        int index = from;
        while (index < arguments.size() && arguments.get(index).startsWith("-")) {
            index += OPTIONS_WITH_VALUE.contains(arguments.get(index)) ? 2 : 1;
        }
        return index;
    }
}
