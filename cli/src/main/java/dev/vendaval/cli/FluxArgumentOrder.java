package dev.vendaval.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code jar JAR --flux FILE} is another way of writing {@code jar --flux FILE JAR}: what comes after JAR is main's
 * otherwise, and not looked at by the parser. What comes after a CLASS is main's all the same.
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
        int next = nextPositional(arguments, jar + 1);
        if (jar >= arguments.size() || !hasFlux(arguments.subList(command + 1, Math.min(next, arguments.size())))) {
            return arguments;
        }
        int afterOptions = Math.min(next, arguments.size());
        List<String> ordered = new ArrayList<>(arguments.subList(0, jar));
        ordered.addAll(arguments.subList(jar + 1, afterOptions));
        ordered.add(arguments.get(jar));
        ordered.addAll(arguments.subList(afterOptions, arguments.size()));
        return ordered;
    }

    /** What {@code --flux} is followed by, or null. */
    static @Nullable String fluxFile(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            String token = arguments.get(i);
            if (token.startsWith("--flux=")) {
                return token.substring("--flux=".length());
            }
            if (token.equals("--flux") && i + 1 < arguments.size()) {
                return arguments.get(i + 1);
            }
        }
        return null;
    }

    private static boolean hasFlux(List<String> options) {
        return options.stream().anyMatch(token -> token.equals("--flux") || token.startsWith("--flux="));
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
