package dev.vendaval.flux.document;

import dev.vendaval.flux.problem.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a YAML document with the place where it stands. Immutable. */
public sealed interface Value {
    /** Where it begins. */
    Location at();

    /** What it is, for a message: {@code the text "x"}, {@code the number 3}, {@code a list}. */
    String described();

    /** The same as plain data: texts, numbers, booleans, null, lists, and maps from texts. */
    @Nullable
    Object plain();

    /**
     * A single value.
     *
     * @param at where it begins
     * @param value as YAML types it: a String, Boolean, Integer, Long, BigInteger, Double or null
     * @param text as it is written, variables put in
     */
    record Scalar(Location at, @Nullable Object value, String text) implements Value {
        @Override
        public String described() {
            if (value == null) {
                return "nothing";
            }
            if (value instanceof Boolean) {
                return "the boolean " + text;
            }
            return value instanceof Number ? "the number " + text : "the text \"" + text + "\"";
        }

        @Override
        public @Nullable Object plain() {
            return value;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * A list.
     *
     * @param at where it begins
     * @param elements in order
     */
    record Sequence(Location at, List<Value> elements) implements Value {
        /** Copies the list. */
        public Sequence {
            elements = List.copyOf(elements);
        }

        @Override
        public String described() {
            return "a list";
        }

        @Override
        public Object plain() {
            List<@Nullable Object> plain = new ArrayList<>();
            elements.forEach(element -> plain.add(element.plain()));
            return plain;
        }
    }

    /**
     * A map.
     *
     * @param at where it begins
     * @param entries in order, each key once
     */
    record Mapping(Location at, List<Entry> entries) implements Value {
        /** Copies the list. */
        public Mapping {
            entries = List.copyOf(entries);
        }

        /** The value of a key, or null if it is not there. */
        public @Nullable Value get(String key) {
            for (Entry entry : entries) {
                if (entry.key().text().equals(key)) {
                    return entry.value();
                }
            }
            return null;
        }

        @Override
        public String described() {
            return "a map";
        }

        @Override
        public Object plain() {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            entries.forEach(entry -> plain.put(entry.key().text(), entry.value().plain()));
            return plain;
        }
    }

    /**
     * What could not be read, for a reason that has been told: whoever comes by it says nothing more.
     *
     * @param at where it begins
     */
    record Unknown(Location at) implements Value {
        @Override
        public String described() {
            return "something unreadable";
        }

        @Override
        public @Nullable Object plain() {
            return null;
        }
    }

    /** A key of a map with its value. */
    record Entry(Scalar key, Value value) {}
}
