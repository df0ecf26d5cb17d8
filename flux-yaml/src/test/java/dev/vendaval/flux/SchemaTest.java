package dev.vendaval.flux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The schema says of files what the reader says. */
class SchemaTest {
    private static final Map<String, Object> SCHEMA = Flux.schema();

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../examples/src/main/flux"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesAreAsTheSchemaSays(Path file) throws IOException {
        assertThat(violations(Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown-keys",
                "missing-keys",
                "wrong-kinds",
                "parallelism-range",
                "unknown-grouping",
                "list-at-the-top"
            })
    void aFileWithAWrongShapeIsNot(String broken) throws IOException, URISyntaxException {
        Path file = Path.of(Objects.requireNonNull(SchemaTest.class.getResource("broken/" + broken + ".yaml"))
                .toURI());

        assertThat(violations(Files.readString(file))).isNotEmpty();
    }

    @Test
    void everyReferenceLeadsToADefinition() {
        Map<?, ?> definitions = (Map<?, ?>) Objects.requireNonNull(SCHEMA.get("definitions"));

        assertThat(definitions.keySet().stream().map(String::valueOf))
                .contains(
                        "spout", "bolt", "component", "stream", "grouping", "customClass", "property", "configMethod");
        assertThat(SCHEMA.toString()).contains("parallelism", "PARTIAL_KEY", "partial_key", "topologySource");
    }

    private static List<String> violations(String yaml) {
        Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        List<String> violations = new ArrayList<>();
        check(document, SCHEMA, "", violations);
        return violations;
    }

    /** As much of JSON Schema as ours uses. */
    private static void check(@Nullable Object value, Map<?, ?> schema, String path, List<String> violations) {
        if (schema.get("$ref") instanceof String reference) {
            String name = reference.substring("#/definitions/".length());
            Map<?, ?> definitions = (Map<?, ?>) Objects.requireNonNull(SCHEMA.get("definitions"));
            check(value, (Map<?, ?>) Objects.requireNonNull(definitions.get(name)), path, violations);
            return;
        }
        if (schema.get("anyOf") instanceof List<?> options && options.stream().noneMatch(one -> fits(value, one))) {
            violations.add(path + ": " + value + " fits none of " + options);
        }
        if (schema.get("type") != null && types(schema).stream().noneMatch(type -> isOfType(value, type))) {
            violations.add(path + ": " + value + " is not of type " + schema.get("type"));
            return;
        }
        if (schema.get("enum") instanceof List<?> names && !names.contains(value)) {
            violations.add(path + ": " + value + " is none of " + names);
        }
        if (schema.get("minimum") instanceof Integer least && value instanceof Integer number && number < least) {
            violations.add(path + ": " + value + " is less than " + least);
        }
        if (schema.get("pattern") instanceof String pattern
                && !String.valueOf(value).matches(pattern)) {
            violations.add(path + ": " + value + " does not match " + pattern);
        }
        if (value instanceof Map<?, ?> map && schema.get("properties") instanceof Map<?, ?> properties) {
            checkMap(map, schema, properties, path, violations);
        }
        if (value instanceof List<?> list && schema.get("items") instanceof Map<?, ?> items) {
            list.forEach(element -> check(element, items, path + "[]", violations));
        }
    }

    private static void checkMap(
            Map<?, ?> map, Map<?, ?> schema, Map<?, ?> properties, String path, List<String> violations) {
        map.forEach((key, element) -> {
            if (properties.get(key) instanceof Map<?, ?> property) {
                check(element, property, path + "." + key, violations);
            } else {
                violations.add(path + ": unknown key " + key);
            }
        });
        if (schema.get("required") instanceof List<?> required) {
            required.stream().filter(key -> !map.containsKey(key)).forEach(key -> violations.add(path + ": no " + key));
        }
    }

    private static boolean fits(@Nullable Object value, Object schema) {
        List<String> violations = new ArrayList<>();
        check(value, (Map<?, ?>) schema, "", violations);
        return violations.isEmpty();
    }

    private static List<?> types(Map<?, ?> schema) {
        Object type = schema.get("type");
        return type instanceof List<?> several ? several : List.of(Objects.requireNonNull(type));
    }

    private static boolean isOfType(@Nullable Object value, Object type) {
        return switch (String.valueOf(type)) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Integer;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            default -> value == null;
        };
    }
}
