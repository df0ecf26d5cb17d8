package dev.vendaval.protocol.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A configuration file, key or value that is wrong; the message says where, what was found and what would be right. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String key;
    private final String problem;

    ConfigException(@Nullable String key, String problem) {
        super(key == null ? problem : key + ": " + problem);
        this.key = key;
        this.problem = problem;
    }

    private ConfigException(String where, ConfigException cause) {
        super(where + ": " + cause.getMessage(), cause);
        this.key = cause.key;
        this.problem = cause.problem;
    }

    static ConfigException inFile(Path file, @Nullable Integer line, ConfigException cause) {
        return new ConfigException(line == null ? file.toString() : file + " line " + line, cause);
    }

    static ConfigException onCommandLine(ConfigException cause) {
        return new ConfigException("-c", cause);
    }

    /** Says where the configuration came from, for example {@code component 'split'}. */
    public ConfigException in(String where) {
        return new ConfigException(where, this);
    }

    /** The key as it was written, or null if no single key is at fault. */
    public @Nullable String key() {
        return key;
    }

    /** What was found and what would be right, without file, line and key. */
    public String problem() {
        return problem;
    }
}
