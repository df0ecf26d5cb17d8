package dev.vendaval.flux;

import dev.vendaval.flux.document.Variables;
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
    }

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
