package dev.vendaval.flux.model;

import dev.vendaval.api.naming.NearestName;
import dev.vendaval.flux.document.Value;
import dev.vendaval.flux.problem.Location;
import dev.vendaval.flux.problem.Problems;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A map of a file that has a {@link Shape}: typed access to its values. What is not as the shape says is told, and read
 * as if it were not there.
 */
final class Section {
    private final Value.Mapping mapping;
    private final Shape shape;
    private final Problems problems;

    private Section(Value.Mapping mapping, Shape shape, Problems problems) {
        this.mapping = mapping;
        this.shape = shape;
        this.problems = problems;
    }

    /** The section that a value is, its keys checked; or null if it is no map. */
    static @Nullable Section of(Value value, Shape shape, Problems problems) {
        if (value instanceof Value.Unknown) {
            return null;
        }
        if (!(value instanceof Value.Mapping mapping)) {
            problems.error(
                    value.at(),
                    value.described() + " where a " + shape.name() + " belongs",
                    "a " + shape.name() + " is a map with " + shape.keyNames());
            return null;
        }
        Section section = new Section(mapping, shape, problems);
        section.checkKeys();
        return section;
    }

    private void checkKeys() {
        for (Value.Entry entry : mapping.entries()) {
            String name = entry.key().text();
            Shape.Key key = shape.key(name).orElse(null);
            if (key == null) {
                problems.error(
                        entry.key().at(),
                        "unknown key '" + name + "' in a " + shape.name(),
                        NearestName.hint("keys", name, shape.names()));
            } else if (key.type() instanceof KeyType.Ignored ignored) {
                problems.warn(entry.key().at(), "'" + name + "' is ignored", ignored.why());
            }
        }
        for (Shape.Key key : shape.keys()) {
            // An included file need not have what the topology as a whole needs; that is checked once all are merged.
            if (key.required() && !isWholeFile() && missing(key.name())) {
                problems.error(
                        mapping.at(),
                        "a " + shape.name() + " without " + key.name(),
                        key.name() + " is " + key.type().right() + ": " + uncapitalized(key.description()));
            }
        }
    }

    private boolean isWholeFile() {
        return shape.name().equals(Shapes.topology().name());
    }

    private static String uncapitalized(String sentence) {
        String first = sentence.isEmpty() ? "" : sentence.substring(0, 1).toLowerCase(Locale.ROOT);
        return sentence.isEmpty() ? "" : first + sentence.substring(1, sentence.length() - 1);
    }

    private boolean missing(String key) {
        // A key that is misspelt is told as such; that the right one is missing then says nothing new.
        boolean misspelt = mapping.entries().stream()
                .map(entry -> entry.key().text())
                .filter(name -> shape.key(name).isEmpty())
                .anyMatch(name ->
                        NearestName.of(name, shape.names()).filter(key::equals).isPresent());
        return mapping.get(key) == null && !misspelt;
    }

    Location at() {
        return mapping.at();
    }

    /** Whether it has keys that the shape does not have. */
    boolean hasUnknownKeys() {
        return mapping.entries().stream()
                .anyMatch(entry -> shape.key(entry.key().text()).isEmpty());
    }

    /** How many elements a list has; -1 if the value is no list. */
    int size(String key) {
        Value value = value(key);
        return value == null
                ? 0
                : value instanceof Value.Sequence sequence ? sequence.elements().size() : -1;
    }

    /** The value, if there is one and it is not empty. */
    @Nullable
    Value value(String key) {
        Value value = mapping.get(key);
        return value instanceof Value.Scalar scalar && scalar.value() == null ? null : value;
    }

    /** The value as it stands, empty or not. */
    @Nullable
    Value raw(String key) {
        return mapping.get(key);
    }

    @Nullable
    Located<String> text(String key) {
        Value value = value(key);
        if (value == null) {
            if (mapping.get(key) instanceof Value.Scalar empty && requires(key)) {
                problems.error(empty.at(), key + " is empty", key + " is " + right(key));
            }
            return null;
        }
        if (value instanceof Value.Scalar scalar) {
            return new Located<>(scalar.at(), scalar.text());
        }
        wrong(key, value);
        return null;
    }

    private boolean requires(String key) {
        return shape.key(key).map(Shape.Key::required).orElse(false);
    }

    @Nullable
    Located<Integer> count(String key) {
        Value value = value(key);
        if (value == null) {
            return null;
        }
        Object number = value instanceof Value.Scalar scalar ? number(scalar) : null;
        if (number instanceof Integer count && count > 0) {
            return new Located<>(value.at(), count);
        }
        wrong(key, value);
        return null;
    }

    /** A number in quotes is one, too. */
    private static @Nullable Object number(Value.Scalar scalar) {
        if (scalar.value() instanceof String text && text.strip().matches("[0-9]{1,9}")) {
            return new BigInteger(text.strip()).intValueExact();
        }
        return scalar.value();
    }

    boolean flag(String key) {
        Value value = value(key);
        if (value instanceof Value.Scalar scalar) {
            if (scalar.value() instanceof Boolean flag) {
                return flag;
            }
            if (scalar.text().equals("true") || scalar.text().equals("false")) {
                return scalar.text().equals("true");
            }
        }
        if (value != null) {
            wrong(key, value);
        }
        return false;
    }

    List<Located<String>> texts(String key) {
        List<Located<String>> texts = new ArrayList<>();
        for (Value element : elements(key)) {
            if (element instanceof Value.Scalar scalar && scalar.value() != null) {
                texts.add(new Located<>(scalar.at(), scalar.text()));
            } else if (!(element instanceof Value.Unknown)) {
                problems.error(element.at(), element.described() + " in " + key, key + " is " + right(key));
            }
        }
        return texts;
    }

    /** The sections of a list. */
    List<Section> parts(String key) {
        List<Section> parts = new ArrayList<>();
        if (shapeKey(key).type() instanceof KeyType.Parts type) {
            for (Value element : elements(key)) {
                Section part = of(element, type.shape(), problems);
                if (part != null) {
                    parts.add(part);
                }
            }
        }
        return parts;
    }

    @Nullable
    Section part(String key) {
        Value value = value(key);
        return value != null && shapeKey(key).type() instanceof KeyType.Part type
                ? of(value, type.shape(), problems)
                : null;
    }

    List<Argument> arguments(String key) {
        return elements(key).stream().map(this::argument).toList();
    }

    Argument argument(Value value) {
        return new ArgumentReader(problems).read(value);
    }

    List<Setting> settings(String key) {
        Value value = value(key);
        List<Setting> settings = new ArrayList<>();
        if (value instanceof Value.Mapping map) {
            for (Value.Entry entry : map.entries()) {
                if (!(entry.value() instanceof Value.Unknown)) {
                    settings.add(new Setting(
                            new Located<>(entry.key().at(), entry.key().text()),
                            entry.value().plain()));
                }
            }
        } else if (value != null) {
            wrong(key, value);
        }
        return settings;
    }

    private List<Value> elements(String key) {
        Value value = value(key);
        if (value instanceof Value.Sequence sequence) {
            return sequence.elements();
        }
        if (value != null) {
            wrong(key, value);
        }
        return List.of();
    }

    private void wrong(String key, Value value) {
        if (value instanceof Value.Unknown) {
            return;
        }
        problems.error(value.at(), key + " is " + value.described(), "it must be " + right(key));
    }

    private String right(String key) {
        return shapeKey(key).type().right();
    }

    private Shape.Key shapeKey(String key) {
        return shape.key(key).orElseThrow(() -> new IllegalStateException(shape.name() + " has no key " + key));
    }
}
