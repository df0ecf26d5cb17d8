package dev.vendaval.api;

import org.jspecify.annotations.Nullable;

/** The rule that component and stream ids obey, so that they can stand in messages, paths and metric names. */
final class IdRule {
    static final int LONGEST = 128;
    private static final String RULE =
            "an id has 1 to " + LONGEST + " printable characters without '/' and does not start with '__'";

    private IdRule() {}

    /** What is wrong with an id, or null. */
    static @Nullable String violation(@Nullable String id) {
        if (id == null) {
            return "is null";
        }
        if (id.isEmpty()) {
            return "is empty";
        }
        if (id.startsWith("__")) {
            return "starts with '__', which is kept for the system";
        }
        if (id.codePointCount(0, id.length()) > LONGEST) {
            return "has " + id.codePointCount(0, id.length()) + " characters";
        }
        if (id.indexOf('/') >= 0) {
            return "contains '/'";
        }
        int[] unprintable = id.codePoints().filter(c -> !isPrintable(c)).toArray();
        return unprintable.length == 0 ? null : String.format("contains the unprintable U+%04X", unprintable[0]);
    }

    static void checkComponent(@Nullable String id) {
        String violation = violation(id);
        if (violation != null) {
            throw SubmitException.invalid("component id" + quoted(id) + violation, RULE);
        }
    }

    static void checkStream(String componentId, @Nullable String streamId) {
        String violation = violation(streamId);
        if (violation != null) {
            throw SubmitException.invalid(
                    "component '" + componentId + "': stream id" + quoted(streamId) + violation, RULE);
        }
    }

    static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String quoted(@Nullable String id) {
        return id == null ? " " : " '" + id + "' ";
    }
}
