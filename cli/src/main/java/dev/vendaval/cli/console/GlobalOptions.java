package dev.vendaval.cli.console;

import dev.vendaval.protocol.config.ConfigFile;
import dev.vendaval.protocol.config.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that every command takes, before or after its name; filled by the parser, read by {@link Session}. */
public final class GlobalOptions {
    private static final String FILE_NAME = "vendaval.yaml";
    private static final Pattern COMMAND_IN_HINT = Pattern.compile("\\bvendaval (?=[a-z])(?!\\S+ --help)");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Configuration file. Default: vendaval.yaml in $VENDAVAL_CONF_DIR, else in conf/ of the"
                    + " distribution.")
    private @Nullable Path config;

    @Option(
            names = "-c",
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            description = "Sets a configuration key, over the file's; may be repeated. VALUE is written as in YAML.")
    private List<String> settings = new ArrayList<>();

    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Prints exactly one JSON document on stdout, also on error.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "No progress on stderr.")
    private boolean quiet;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            scope = ScopeType.INHERIT,
            description = "How long to wait. Default: 10; jar 60; kill and rebalance 60 plus the wait.")
    private @Nullable Integer timeoutSeconds;

    // The parser acts on it by itself.
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows help for a command and exits.")
    private boolean help;

    // The parser acts on it by itself.
    @SuppressWarnings("UnusedVariable")
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows the version and exits.")
    private boolean version;

    /** All that {@code -c} gives. */
    public void setAll(List<String> keysAndValues) {
        settings = new ArrayList<>(keysAndValues);
    }

    void set(String keyAndValue) {
        settings.add(keyAndValue);
    }

    boolean json() {
        return json;
    }

    boolean quiet() {
        return quiet;
    }

    boolean timeoutGiven() {
        return timeoutSeconds != null;
    }

    /** What the user said, or this command's default. */
    Duration timeout(Duration byDefault) {
        Integer seconds = timeoutSeconds;
        if (seconds == null) {
            return byDefault;
        }
        if (seconds < 1) {
            throw CommandFailure.usage("--timeout is " + seconds + "; it must be 1 or more seconds");
        }
        return Duration.ofSeconds(seconds);
    }

    /** Commands that a hint names find the same cluster as this one did; those about help do not look for one. */
    String withConfig(String hint) {
        Path given = config;
        if (given == null) {
            return hint;
        }
        String file = given.toString().contains(" ") ? "'" + given + "'" : given.toString();
        return COMMAND_IN_HINT.matcher(hint).replaceAll(Matcher.quoteReplacement("vendaval --config " + file + " "));
    }

    Configuration configuration(Map<String, String> environment) {
        return ConfigFile.load(file(environment), dashC());
    }

    private Map<String, String> dashC() {
        Map<String, String> keys = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.usage("-c " + setting + " is not KEY=VALUE, such as -c topology.workers=2");
            }
            String key = setting.substring(0, equals);
            String value = setting.substring(equals + 1);
            String before = keys.put(key, value);
            if (before != null) {
                throw CommandFailure.usage("-c " + key + " is given twice ('" + before + "', '" + value + "')");
            }
        }
        return keys;
    }

    private @Nullable Path file(Map<String, String> environment) {
        if (config != null) {
            return config;
        }
        String directory = environment.get("VENDAVAL_CONF_DIR");
        if (directory != null && !directory.isEmpty()) {
            return Path.of(directory, FILE_NAME);
        }
        // Set by bin/vendaval; a JVM started otherwise, by a test for example, runs on defaults.
        String home = System.getProperty("vendaval.home");
        Path ofDistribution = home == null ? null : Path.of(home, "conf", FILE_NAME);
        return ofDistribution != null && Files.exists(ofDistribution) ? ofDistribution : null;
    }
}
