package dev.vendaval.protocol.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads vendaval.yaml and the {@code -c} of a command line. The only place where keys are parsed. */
public final class ConfigFile {
    private static final Pattern BEGINS_MORE_THAN_A_WORD = Pattern.compile("[\\[{\"']");

    private ConfigFile() {}

    /**
     * Reads and checks the configuration of a process.
     *
     * @param yaml the file, or null for none
     * @param dashC key to text as given with {@code -c}; wins over the file
     * @throws ConfigException naming file, line, key, what was found and what would be right
     */
    public static Configuration load(@Nullable Path yaml, Map<String, String> dashC) {
        List<String> warnings = new ArrayList<>();
        Map<String, Object> file = yaml == null ? Map.of() : readFile(yaml, warnings);
        Map<String, Object> overrides = readOverrides(dashC, warnings);
        Configuration configuration = new Configuration(file, overrides, warnings);
        checkAddresses(yaml, configuration);
        return configuration;
    }

    /** Finds at once what otherwise only the process that needs the record would find. */
    private static void checkAddresses(@Nullable Path yaml, Configuration configuration) {
        try {
            configuration.zooKeeperSettings();
            configuration.clientSettings();
            configuration.supervisorSettings();
        } catch (ConfigException e) {
            throw yaml == null ? e : ConfigException.inFile(yaml, null, e);
        }
    }

    private static Map<String, Object> readFile(Path file, List<String> warnings) {
        Map<String, @Nullable Object> written = new LinkedHashMap<>();
        Map<String, Integer> lines = new HashMap<>();
        parse(file, text(file), written, lines);
        try {
            return resolve(written, warnings);
        } catch (ConfigException e) {
            throw ConfigException.inFile(file, e.key() == null ? null : lines.get(e.key()), e);
        }
    }

    private static Map<String, Object> resolve(Map<String, @Nullable Object> written, List<String> warnings) {
        KeyResolution.Layer layer = KeyResolution.resolve(written, key -> true, "");
        warnings.addAll(layer.warnings());
        return layer.values();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw ConfigException.inFile(file, null, new ConfigException(null, "is not UTF-8 text"));
        } catch (IOException e) {
            String problem = Files.exists(file) ? "cannot be read: " + e.getMessage() : "there is no such file";
            throw ConfigException.inFile(file, null, new ConfigException(null, problem));
        }
    }

    private static void parse(
            Path file, String text, Map<String, @Nullable Object> written, Map<String, Integer> lines) {
        try {
            Node root = yaml().compose(new StringReader(text));
            if (root == null) {
                return;
            }
            if (!(root instanceof MappingNode mapping)) {
                throw new ConfigException(null, "is not a map; write one \"key: value\" per line");
            }
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    lines.put(key.getValue(), key.getStartMark().getLine() + 1);
                }
            }
            Map<?, ?> loaded = yaml().load(text);
            loaded.forEach((key, value) -> written.put(String.valueOf(key), value));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw ConfigException.inFile(file, line, new ConfigException(null, "is not YAML: " + e.getProblem()));
        } catch (YAMLException e) {
            throw ConfigException.inFile(file, null, new ConfigException(null, "is not YAML: " + e.getMessage()));
        } catch (ConfigException e) {
            throw ConfigException.inFile(file, null, e);
        }
    }

    private static Map<String, Object> readOverrides(Map<String, String> dashC, List<String> warnings) {
        try {
            Map<String, @Nullable Object> written = new LinkedHashMap<>();
            dashC.forEach((key, text) -> written.put(key, overrideValue(key, text)));
            return resolve(written, warnings);
        } catch (ConfigException e) {
            throw ConfigException.onCommandLine(e);
        }
    }

    /**
     * The value of a key as it is written on a command line: as in YAML; null for no value. It is not checked.
     *
     * @param key decides what is a text whatever it looks like
     * @throws ConfigException if it begins as a list, a map or a quoted text and does not end so
     */
    public static @Nullable Object overrideValue(String key, String text) {
        boolean isText = ConfigTable.find(key)
                .map(known -> known.type() == ConfigType.TEXT)
                .orElse(false);
        if (isText) {
            return text;
        }
        try {
            return yaml().load(text);
        } catch (YAMLException e) {
            if (BEGINS_MORE_THAN_A_WORD.matcher(text).lookingAt()) {
                throw new ConfigException(
                        key, "'" + text + "' is not YAML; put a text that looks like this into quotes");
            }
            // For example a leading percent sign: then it can only be meant as text.
            return text;
        }
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(50);
        return new Yaml(new SafeConstructor(options));
    }
}
