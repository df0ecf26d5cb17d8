package dev.vendaval.supervisor.log;

import org.jspecify.annotations.Nullable;

/**
 * Whose lines are wanted. A worker's log has entries: a first line that begins with its date and
 * level and, if it is a component's, goes on with {@code [component-task]}; and the lines up to the
 * next one (a stack trace), which belong to it.
 *
 * @param component null for every line
 */
record LineOwner(@Nullable String component) {
    private static final String DATE_FORM = "dddd-dd-dd";

    /** Whether the line begins an entry. */
    static boolean beginsEntry(String line) {
        if (line.length() < DATE_FORM.length()) {
            return false;
        }
        for (int index = 0; index < DATE_FORM.length(); index++) {
            char expected = DATE_FORM.charAt(index);
            char found = line.charAt(index);
            if (expected == 'd' ? found < '0' || found > '9' : found != expected) {
                return false;
            }
        }
        return true;
    }

    boolean isEveryone() {
        return component == null;
    }

    /** Whether the entry that begins with this line is wanted. */
    boolean wants(String firstLine) {
        if (component == null) {
            return true;
        }
        String opening = "[" + component + "-";
        int at = firstLine.indexOf(opening);
        if (at < 0 || !isDateAndLevel(firstLine.substring(0, at))) {
            return false; // the text only mentions the component
        }
        int end = at + opening.length();
        while (end < firstLine.length() && Character.isDigit(firstLine.charAt(end))) {
            end++;
        }
        return end > at + opening.length() && end < firstLine.length() && firstLine.charAt(end) == ']';
    }

    private static boolean isDateAndLevel(String text) {
        return text.strip().chars().filter(Character::isWhitespace).count() <= 1;
    }
}
