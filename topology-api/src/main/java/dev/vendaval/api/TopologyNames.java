package dev.vendaval.api;

import org.jspecify.annotations.Nullable;

/** The rule that topology names obey. That they are unique among live topologies is Nimbus' to check. */
public final class TopologyNames {
    private static final int LONGEST = 128;
    private static final String FORBIDDEN = "/.:\\";
    private static final String RULE = "a topology name has 1 to " + LONGEST
            + " printable characters, none of them / . : \\ or white space, for example 'word-count'";

    private TopologyNames() {}

    /**
     * Checks a name.
     *
     * @param name 1 to 128 printable characters, none of them {@code / . : \} or white space
     * @return the name
     * @throws SubmitException with code {@link SubmitException.Code#INVALID_TOPOLOGY} if it breaks the rule
     */
    public static String check(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw SubmitException.invalid("the topology name is " + (name == null ? "null" : "empty"), RULE);
        }
        int length = name.codePointCount(0, name.length());
        if (length > LONGEST) {
            throw SubmitException.invalid("the topology name has " + length + " characters", RULE);
        }
        name.codePoints().filter(TopologyNames::isForbidden).findFirst().ifPresent(codePoint -> {
            throw SubmitException.invalid("topology name '" + name + "' contains " + shown(codePoint), RULE);
        });
        return name;
    }

    private static boolean isForbidden(int codePoint) {
        return FORBIDDEN.indexOf(codePoint) >= 0
                || Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || !IdRule.isPrintable(codePoint);
    }

    private static String shown(int codePoint) {
        return FORBIDDEN.indexOf(codePoint) >= 0
                ? "'" + Character.toString(codePoint) + "'"
                : codePoint == ' ' ? "a space" : String.format("U+%04X", codePoint);
    }
}
