package dev.vendaval.flux.model;

/** What may stand behind a key. */
public sealed interface KeyType {
    /** What is right, for a message. */
    String right();

    /** A text; a number or boolean is taken as it is written. */
    record Text() implements KeyType {
        @Override
        public String right() {
            return "a text";
        }
    }

    /** A whole number, 1 or more. */
    record Count() implements KeyType {
        @Override
        public String right() {
            return "a whole number, 1 or more";
        }
    }

    /** True or false. */
    record Flag() implements KeyType {
        @Override
        public String right() {
            return "true or false";
        }
    }

    /** A map from configuration keys to plain data. */
    record Configuration() implements KeyType {
        @Override
        public String right() {
            return "a map of configuration keys, such as 'topology.workers: 2'";
        }
    }

    /** Anything: a literal, or a map with the one key {@code ref} or {@code reflist}. */
    record Anything() implements KeyType {
        @Override
        public String right() {
            return "a value";
        }
    }

    /** A list of texts. */
    record Texts() implements KeyType {
        @Override
        public String right() {
            return "a list of texts, such as [\"word\"]";
        }
    }

    /** A list of anything. */
    record Arguments() implements KeyType {
        @Override
        public String right() {
            return "a list of arguments, one '- ' each";
        }
    }

    /** The name of a grouping. */
    record GroupingName() implements KeyType {
        @Override
        public String right() {
            return "one of " + GroupingType.names();
        }
    }

    /** A map of this shape. */
    record Part(Shape shape) implements KeyType {
        @Override
        public String right() {
            return "a map with " + shape.keyNames();
        }
    }

    /** A list of maps of this shape. */
    record Parts(Shape shape) implements KeyType {
        @Override
        public String right() {
            return "a list, each element with " + shape.keyNames();
        }
    }

    /** A key of Storm's without a meaning here: taken, with a warning. */
    record Ignored(String why) implements KeyType {
        @Override
        public String right() {
            return why;
        }
    }
}
