package dev.vendaval.flux.schema;

import dev.vendaval.flux.model.GroupingType;
import dev.vendaval.flux.model.KeyType;
import dev.vendaval.flux.model.Shape;
import dev.vendaval.flux.model.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The JSON Schema of topology files, made from the {@link Shapes} that the reader goes by. Where a file may have a
 * variable, it allows one. An included file need not have a name, so none is required.
 */
public final class TopologySchema {
    private static final String VARIABLE = ".*\\$\\{.+\\}.*";

    private final Map<String, Object> definitions = new LinkedHashMap<>();

    private TopologySchema() {}

    /** The schema as plain data, to be written as JSON. */
    public static Map<String, Object> document() {
        TopologySchema schema = new TopologySchema();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("$schema", "http://json-schema.org/draft-07/schema#");
        document.put("title", "Vendaval topology (Flux)");
        document.putAll(schema.object(Shapes.topology(), false));
        document.put("definitions", schema.definitions);
        return document;
    }

    private Map<String, Object> object(Shape shape, boolean withRequired) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Shape.Key key : shape.keys()) {
            Map<String, Object> property = new LinkedHashMap<>(type(key.type()));
            if (!key.description().isEmpty()) {
                property.put("description", key.description());
            }
            properties.put(key.name(), property);
            if (key.required() && withRequired) {
                required.add(key.name());
            }
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("description", shape.description());
        object.put("properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        object.put("additionalProperties", false);
        return object;
    }

    private Map<String, Object> type(KeyType type) {
        if (type instanceof KeyType.Part part) {
            return reference(part.shape());
        }
        if (type instanceof KeyType.Parts parts) {
            // "key:" with nothing behind it is an empty list.
            return fields("type", List.of("array", "null"), "items", reference(parts.shape()));
        }
        if (type instanceof KeyType.Texts) {
            return either(fields("type", "array", "items", text()), variable());
        }
        if (type instanceof KeyType.Arguments) {
            return either(fields("type", List.of("array", "null")), variable());
        }
        if (type instanceof KeyType.Text) {
            return text();
        }
        if (type instanceof KeyType.Count) {
            return either(fields("type", "integer", "minimum", 1), pattern("^([1-9][0-9]*|" + VARIABLE + ")$"));
        }
        if (type instanceof KeyType.Flag) {
            return either(fields("type", "boolean"), pattern("^(true|false|" + VARIABLE + ")$"));
        }
        if (type instanceof KeyType.Configuration) {
            return fields("type", List.of("object", "null"));
        }
        if (type instanceof KeyType.GroupingName) {
            return either(groupingNames(), variable());
        }
        return type instanceof KeyType.Ignored ignored ? fields("description", "Ignored: " + ignored.why()) : Map.of();
    }

    private static Map<String, Object> groupingNames() {
        List<String> names = new ArrayList<>();
        for (GroupingType grouping : GroupingType.values()) {
            names.add(grouping.name());
        }
        for (GroupingType grouping : GroupingType.values()) {
            names.add(grouping.name().toLowerCase(Locale.ROOT));
        }
        return fields("enum", names);
    }

    private Map<String, Object> reference(Shape shape) {
        if (!definitions.containsKey(shape.name())) {
            // Before its own keys are looked at, so that the order is that of the file.
            definitions.put(shape.name(), Map.of());
            definitions.put(shape.name(), object(shape, true));
        }
        return fields("$ref", "#/definitions/" + shape.name());
    }

    private static Map<String, Object> text() {
        return fields("type", List.of("string", "number", "boolean"));
    }

    private static Map<String, Object> variable() {
        return pattern("^" + VARIABLE + "$");
    }

    private static Map<String, Object> pattern(String pattern) {
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("type", "string");
        text.put("pattern", pattern);
        return text;
    }

    private static Map<String, Object> either(Map<String, Object> one, Map<String, Object> other) {
        return fields("anyOf", List.of(one, other));
    }

    /** In this order: the schema is the same text in every run. */
    private static Map<String, Object> fields(String name, Object value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(name, value);
        return fields;
    }

    private static Map<String, Object> fields(String name, Object value, String second, Object secondValue) {
        Map<String, Object> fields = fields(name, value);
        fields.put(second, secondValue);
        return fields;
    }
}
