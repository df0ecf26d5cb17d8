package dev.vendaval.worker;

import dev.vendaval.protocol.config.HostPort;
import dev.vendaval.protocol.report.Incarnation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the supervisor launches a worker with, read from the command line:
 *
 * <pre>
 * -Dvendaval.topology=ID -Dvendaval.port=PORT
 * --supervisor HOST:PORT --host HOST --incarnation INDEX.LEASE.LAUNCH --code-dir DIRECTORY
 * </pre>
 */
record WorkerArguments(
        String topologyId, int port, HostPort supervisor, String host, Incarnation incarnation, Path codeDirectory) {
    private static final List<String> NAMES = List.of("--supervisor", "--host", "--incarnation", "--code-dir");

    /**
     * Reads them.
     *
     * @param properties the system's
     * @throws IllegalArgumentException saying what is missing or wrong
     */
    static WorkerArguments parse(String[] arguments, UnaryOperator<@Nullable String> properties) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!NAMES.contains(arguments[i]) || i + 1 == arguments.length) {
                throw new IllegalArgumentException(
                        "unknown or incomplete argument '" + arguments[i] + "'; there are " + NAMES);
            }
            values.put(arguments[i], arguments[i + 1]);
        }
        return new WorkerArguments(
                property(properties, "vendaval.topology"),
                number("-Dvendaval.port", property(properties, "vendaval.port")),
                HostPort.parse(required(values, "--supervisor")),
                required(values, "--host"),
                incarnation(required(values, "--incarnation")),
                Path.of(required(values, "--code-dir")));
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("argument " + name + " is missing");
        }
        return value;
    }

    private static String property(UnaryOperator<@Nullable String> properties, String name) {
        String value = properties.apply(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("-D" + name + "=... is missing");
        }
        return value;
    }

    private static Incarnation incarnation(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("--incarnation is '" + text + "', not INDEX.LEASE.LAUNCH");
        }
        return new Incarnation(
                number("--incarnation", parts[0]),
                number("--incarnation", parts[1]),
                number("--incarnation", parts[2]));
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " has '" + text + "', which is not a number", e);
        }
    }
}
