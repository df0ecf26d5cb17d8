package dev.vendaval.cli.output;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain data as JSON: maps, collections, records (their components are the fields), text, numbers, booleans,
 * enums (their names), null. That is all that our documents are made of, so no library is needed, and a command that
 * answers in half a second need not load one.
 */
public final class Json {
    private final StringBuilder text = new StringBuilder();

    private Json() {}

    /** One document on one line. */
    public static String write(@Nullable Object document) {
        Json json = new Json();
        json.value(document);
        return json.text.toString();
    }

    private void value(@Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Map<?, ?> map) {
            map(map);
        } else if (value instanceof Collection<?> collection) {
            list(collection);
        } else if (value instanceof Record document) {
            fields(document);
        } else {
            string(value instanceof Enum<?> constant ? constant.name() : value.toString());
        }
    }

    private void number(Number number) {
        boolean finite =
                Double.isFinite(number.doubleValue()) || !(number instanceof Double || number instanceof Float);
        // JSON has no NaN and no infinity; a user's gauge may.
        text.append(finite ? number.toString() : "null");
    }

    private void map(Map<?, ?> map) {
        text.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator);
            separator = ",";
            string(String.valueOf(entry.getKey()));
            text.append(':');
            value(entry.getValue());
        }
        text.append('}');
    }

    private void list(Collection<?> elements) {
        text.append('[');
        String separator = "";
        for (Object element : elements) {
            text.append(separator);
            separator = ",";
            value(element);
        }
        text.append(']');
    }

    private void fields(Record document) {
        text.append('{');
        String separator = "";
        for (RecordComponent component : document.getClass().getRecordComponents()) {
            text.append(separator);
            separator = ",";
            string(component.getName());
            text.append(':');
            value(read(component, document));
        }
        text.append('}');
    }

    private static @Nullable Object read(RecordComponent component, Record document) {
        try {
            return component.getAccessor().invoke(document);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "documents are made of public records, " + document.getClass() + " is not", e);
        }
    }

    private void string(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            character(value.charAt(i));
        }
        text.append('"');
    }

    private void character(char c) {
        switch (c) {
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            default -> {
                // A lone surrogate cannot be written as UTF-8.
                if (c < 0x20 || Character.isSurrogate(c) || c == 0x7f) {
                    text.append("\\u")
                            .append(Character.forDigit(c >> 12, 16))
                            .append(Character.forDigit(c >> 8 & 15, 16))
                            .append(Character.forDigit(c >> 4 & 15, 16))
                            .append(Character.forDigit(c & 15, 16));
                } else {
                    text.append(c);
                }
            }
        }
    }
}
