package dev.vendaval.flux;

import dev.vendaval.flux.document.FileText;
import dev.vendaval.flux.document.Variables;
import dev.vendaval.flux.problem.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a topology file is to be read. Immutable: each method gives options of its own.
 *
 * @param variables what <code>${}</code> may name
 * @param classes the loader of the user's classes and resources
 * @param knownClasses the classes of the user's jar, to name the nearest of one that is missing; may be empty
 * @param configRule says what is wrong with a configuration key
 */
public record FluxOptions(Variables variables, ClassLoader classes, List<String> knownClasses, ConfigRule configRule) {
    /** Says what is wrong with a configuration key of a topology or component. */
    @FunctionalInterface
    public interface ConfigRule {
        /** What is wrong, or nothing if the key may have that value; a key of the user's own may have any. */
        Optional<String> violation(String key, Object value);

        /** What of a key that may have that value is ignored or taken otherwise than written. */
        default List<String> warnings(String key, Object value) {
            return List.of();
        }

        /** What is wrong with keys that are right each by itself. */
        default Optional<Conflict> conflict(Map<String, Object> configuration) {
            return Optional.empty();
        }
    }

    /**
     * Keys that do not go together.
     *
     * @param key one of them, if it is known
     * @param violation what is wrong
     */
    public record Conflict(@Nullable String key, String violation) {}

    /** Copies the list. */
    public FluxOptions {
        knownClasses = List.copyOf(knownClasses);
    }

    /**
     * Without variables; classes come from the context class loader of this thread, configuration keys are checked when
     * the topology is submitted.
     */
    public static FluxOptions defaults() {
        ClassLoader ofContext = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = ofContext == null ? ClassLoader.getSystemClassLoader() : ofContext;
        return new FluxOptions(Variables.none(), loader, List.of(), (key, value) -> Optional.empty());
    }

    /**
     * With the properties of a file in Java's form: <code>${name}</code> stands for one.
     *
     * @throws FluxException if it cannot be read
     */
    public FluxOptions withProperties(Path file) {
        return withProperties(PropertiesFile.read(file), file.toString());
    }

    /**
     * The same of a stream, such as a resource.
     *
     * @param file what to call it in messages
     * @param content read to its end, not closed
     * @throws FluxException if it cannot be read
     */
    public FluxOptions withProperties(String file, InputStream content) {
        try {
            return withProperties(PropertiesFile.read(file, content.readAllBytes()), file);
        } catch (IOException e) {
            throw new FluxException(file, List.of(FileText.unreadable(file, Location.wholeFile(file), e)));
        }
    }

    /** With these properties. */
    public FluxOptions withProperties(Map<String, String> properties) {
        return withProperties(properties, null);
    }

    private FluxOptions withProperties(Map<String, String> properties, @Nullable String file) {
        return new FluxOptions(
                new Variables(properties, file, variables.environment()), classes, knownClasses, configRule);
    }

    /** With these environment variables: <code>${ENV-NAME}</code> stands for one. */
    public FluxOptions withEnvironment(Map<String, String> environment) {
        Variables changed = new Variables(variables.properties(), variables.propertiesFile(), Map.copyOf(environment));
        return new FluxOptions(changed, classes, knownClasses, configRule);
    }

    /** With this loader of the user's classes and resources. */
    public FluxOptions withClasses(ClassLoader loader, List<String> known) {
        return new FluxOptions(variables, loader, known, configRule);
    }

    /** With configuration keys checked by this rule. */
    public FluxOptions withConfigRule(ConfigRule rule) {
        return new FluxOptions(variables, classes, knownClasses, rule);
    }
}
