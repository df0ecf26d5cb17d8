package dev.vendaval.flux.document;

import dev.vendaval.flux.problem.Location;
import dev.vendaval.flux.problem.Nearest;
import dev.vendaval.flux.problem.Problems;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hides each <code>${...}</code> from the YAML parser and puts in its value afterwards, where it is known what it stands in: a value
 * can never break out of its quotes, comments are left alone, and no column moves.
 *
 * <p>An ASCII character of a placeholder is hidden by the one of Unicode's private use area that is {@link #SHIFT} above
 * it, which YAML takes as a letter.
 */
final class Placeholders {
    private static final char SHIFT = '\uf700';
    private static final char LAST = SHIFT + 0x7f;
    private static final Pattern WRITTEN = Pattern.compile("\\$\\{[^}\\n\\r]*}");
    private static final Pattern HIDDEN = Pattern.compile("\uf724\uf77b([^\uf77d]*)\uf77d");
    private static final Pattern ELEMENT = Pattern.compile("(.+)\\[(\\d{1,9})]");
    private static final String ENVIRONMENT = "ENV-";

    private final Variables variables;
    private final Problems problems;

    Placeholders(Variables variables, Problems problems) {
        this.variables = variables;
        this.problems = problems;
    }

    /** The text with its placeholders hidden, as long as it was. */
    static String hide(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(shift(found.group())));
    }

    /** The text as it was written. */
    static String reveal(String text) {
        StringBuilder revealed = new StringBuilder(text);
        for (int i = 0; i < revealed.length(); i++) {
            char character = revealed.charAt(i);
            if (character >= SHIFT && character <= LAST) {
                revealed.setCharAt(i, (char) (character - SHIFT));
            }
        }
        return revealed.toString();
    }

    /** Whether a character would be taken for a hidden one. */
    static boolean isPrivate(int character) {
        return character >= SHIFT && character <= LAST;
    }

    private static String shift(String placeholder) {
        StringBuilder shifted = new StringBuilder(placeholder);
        for (int i = 0; i < shifted.length(); i++) {
            char character = shifted.charAt(i);
            if (character <= LAST - SHIFT) {
                shifted.setCharAt(i, (char) (character + SHIFT));
            }
        }
        return shifted.toString();
    }

    static boolean isIn(String text) {
        return HIDDEN.matcher(text).find();
    }

    /** The text is a placeholder and nothing else. */
    static boolean isAll(String text) {
        Matcher matcher = HIDDEN.matcher(text);
        return matcher.lookingAt() && matcher.end() == text.length();
    }

    /** The text with values in place of its placeholders, or null if one has none, which has been told. */
    @Nullable
    String fill(String text, Location at) {
        Matcher matcher = HIDDEN.matcher(text);
        StringBuilder filled = new StringBuilder();
        int end = 0;
        boolean complete = true;
        while (matcher.find()) {
            String expression = reveal(matcher.group(1));
            // Within a text of several lines the column is that of its beginning.
            boolean onFirstLine = text.lastIndexOf('\n', matcher.start()) < 0;
            String value = valueOf(expression, onFirstLine ? at.plus(matcher.start()) : at);
            complete &= value != null;
            filled.append(text, end, matcher.start()).append(value);
            end = matcher.end();
        }
        return complete ? filled.append(text.substring(end)).toString() : null;
    }

    private @Nullable String valueOf(String expression, Location at) {
        if (expression.isBlank()) {
            problems.error(at, "${} names no variable", "write ${name}, ${name:default} or ${ENV-NAME}");
            return null;
        }
        String exact = variables.properties().get(expression);
        if (exact != null) {
            return exact;
        }
        int colon = expression.indexOf(':');
        String name = colon < 0 ? expression : expression.substring(0, colon);
        String byDefault = colon < 0 ? null : expression.substring(colon + 1);
        if (name.startsWith(ENVIRONMENT)) {
            return ofEnvironment(name.substring(ENVIRONMENT.length()), byDefault, at);
        }
        String value = variables.properties().get(name);
        if (value != null) {
            return value;
        }
        Matcher element = ELEMENT.matcher(name);
        if (element.matches() && variables.properties().containsKey(element.group(1))) {
            return element(element.group(1), Integer.parseInt(element.group(2)), byDefault, at);
        }
        return byDefault == null ? unset(name, at) : byDefault;
    }

    private @Nullable String unset(String name, Location at) {
        String found = "variable '" + name + "' is not set";
        if (variables.propertiesFile() == null && variables.properties().isEmpty()) {
            problems.error(at, found, "give a file of properties with --filter, or a default: ${" + name + ":default}");
            return null;
        }
        String hint =
                Nearest.hint("properties", name, variables.sortedProperties().keySet());
        String file = variables.propertiesFile() == null ? "" : variables.propertiesFile() + ": ";
        problems.error(at, found, file + hint + "; or give a default: ${" + name + ":default}");
        return null;
    }

    private @Nullable String ofEnvironment(String name, @Nullable String byDefault, Location at) {
        Map<String, String> environment = variables.environment();
        String value = environment == null ? null : environment.get(name);
        if (value != null) {
            return value;
        }
        if (byDefault == null) {
            String found = "environment variable '" + name + "' is not " + (environment == null ? "looked up" : "set");
            String right = environment == null
                    ? "${ENV-...} works with --env-filter only"
                    : "set it, or give a default: ${ENV-" + name + ":default}";
            problems.error(at, found, right);
        }
        return byDefault;
    }

    private @Nullable String element(String name, int index, @Nullable String byDefault, Location at) {
        String list = String.valueOf(variables.properties().get(name)).strip();
        String[] elements = list.startsWith("[") && list.endsWith("]")
                ? list.substring(1, list.length() - 1).split(",", -1)
                : list.split(",", -1);
        if (index < elements.length) {
            return unquoted(elements[index].strip());
        }
        if (byDefault == null) {
            problems.error(
                    at,
                    "variable '" + name + "' has no element " + index,
                    "it has " + elements.length + " elements, counted from 0: " + list);
        }
        return byDefault;
    }

    private static String unquoted(String element) {
        boolean quoted = element.length() > 1
                && (element.charAt(0) == '"' || element.charAt(0) == '\'')
                && element.charAt(element.length() - 1) == element.charAt(0);
        return quoted ? element.substring(1, element.length() - 1) : element;
    }
}
