package dev.vendaval.flux.model;

import dev.vendaval.flux.document.Value;
import dev.vendaval.flux.problem.Location;
import java.util.List;

/** What is given to a constructor, method or property. */
public sealed interface Argument {
    /** Where it begins. */
    Location at();

    /** What it is, for a message. */
    String described();

    /** A single value as it stands in the file. */
    record Literal(Value.Scalar value) implements Argument {
        @Override
        public Location at() {
            return value.at();
        }

        @Override
        public String described() {
            return value.described();
        }
    }

    /** The object of a component: {@code {ref: id}}. */
    record Reference(Location at, String id) implements Argument {
        @Override
        public String described() {
            return "the component '" + id + "'";
        }
    }

    /** A list, of components too: {@code {reflist: [a, b]}} is a list of references. */
    record Elements(Location at, List<Argument> elements) implements Argument {
        /** Copies the list. */
        public Elements {
            elements = List.copyOf(elements);
        }

        @Override
        public String described() {
            return "a list of " + elements.size();
        }
    }

    /** A map. */
    record Entries(Location at, List<Entry> entries) implements Argument {
        /** Copies the list. */
        public Entries {
            entries = List.copyOf(entries);
        }

        @Override
        public String described() {
            return "a map of " + entries.size();
        }
    }

    /** What could not be read; why has been told. */
    record Unknown(Location at) implements Argument {
        @Override
        public String described() {
            return "something unreadable";
        }
    }

    /** A key of a map with its value. */
    record Entry(Value.Scalar key, Argument value) {}
}
