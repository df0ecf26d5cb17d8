package dev.vendaval.protocol.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a key's value is written. {@link #canonical} checks a value and returns it in the one form that configuration
 * maps keep: plain data that survives YAML, JSON and the network.
 */
enum ConfigType {
    DURATION("duration", "30s") {
        @Override
        Object canonical(Object value) {
            refuseBareNumber(value);
            Durations.parse(text(value));
            return text(value).strip();
        }
    },
    DURATION_OR_OFF("duration or off", "10m") {
        @Override
        Object canonical(Object value) {
            // YAML reads a plain off as false.
            if (value.equals(false) || value.equals(OFF)) {
                return OFF;
            }
            return DURATION.canonical(value);
        }
    },
    SIZE("size", "64MiB") {
        @Override
        Object canonical(Object value) {
            refuseBareNumber(value);
            Sizes.parse(text(value));
            return text(value).strip();
        }
    },
    INTEGER("integer", "4") {
        @Override
        Object canonical(Object value) {
            if (value instanceof Number number && isWhole(number)) {
                return number.intValue();
            }
            throw wrong(value);
        }
    },
    INTEGER_OR_AUTO("auto or integer", "auto") {
        @Override
        Object canonical(Object value) {
            return value.equals(AUTO) ? AUTO : INTEGER.canonical(value);
        }
    },
    BOOLEAN("boolean", "true") {
        @Override
        Object canonical(Object value) {
            if (value instanceof Boolean) {
                return value;
            }
            throw wrong(value);
        }
    },
    TEXT("text", "\"text\"") {
        @Override
        Object canonical(Object value) {
            return text(value);
        }
    },
    TEXTS("list of texts", "[\"one\", \"two\"]") {
        @Override
        Object canonical(Object value) {
            return elements(value, TEXT);
        }
    },
    INTEGERS("list of integers", "[6700, 6701]") {
        @Override
        Object canonical(Object value) {
            return elements(value, INTEGER);
        }
    },
    TEXT_MAP("map of texts", "{\"name\": \"text\"}") {
        @Override
        Object canonical(Object value) {
            if (!(value instanceof Map<?, ?> map)) {
                throw wrong(value);
            }
            Map<String, Object> result = new LinkedHashMap<>();
            map.forEach((name, text) -> result.put(text(name), text(text)));
            return Collections.unmodifiableMap(result);
        }
    };

    static final String OFF = "off";
    static final String AUTO = "auto";

    private final String title;
    private final String example;

    ConfigType(String title, String example) {
        this.title = title;
        this.example = example;
    }

    /** The value in the form that is kept; IllegalArgumentException says what was found and what would be right. */
    abstract Object canonical(Object value);

    String title() {
        return title;
    }

    private String titleWithArticle() {
        boolean vowel = "aeio".indexOf(title.charAt(0)) >= 0;
        return (vowel ? "an " : "a ") + title;
    }

    Object elements(Object value, ConfigType element) {
        if (!(value instanceof List<?> list)) {
            throw wrong(value);
        }
        List<Object> result = new ArrayList<>(list.size());
        for (Object item : list) {
            if (item == null) {
                throw new IllegalArgumentException(
                        "found an empty element; write " + titleWithArticle() + ", such as " + example);
            }
            result.add(element.canonical(item));
        }
        return Collections.unmodifiableList(result);
    }

    String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw wrong(value);
    }

    void refuseBareNumber(Object value) {
        if (value instanceof Number) {
            String unit = this == SIZE ? "MiB" : "s";
            throw new IllegalArgumentException("found " + value + " without a unit; write it as " + titleWithArticle()
                    + ", such as " + value + unit);
        }
    }

    IllegalArgumentException wrong(Object value) {
        String found = value instanceof String ? "the text \"" + value + "\"" : String.valueOf(value);
        return new IllegalArgumentException(
                "found " + found + "; write " + titleWithArticle() + ", such as " + example);
    }

    static boolean isWhole(Number number) {
        return (number instanceof Integer
                        || number instanceof Long
                        || number instanceof Short
                        || number instanceof Byte)
                && number.longValue() == number.intValue();
    }
}
