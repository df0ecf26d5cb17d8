package dev.vendaval.flux.document;

import dev.vendaval.api.naming.NearestName;
import dev.vendaval.flux.problem.Location;
import dev.vendaval.flux.problem.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Hides each <code>${...}</code> from the YAML parser and puts in its value afterwards, where it is known what it stands in: a value
 * can never break out of its quotes, comments are left alone, and no column moves.
 *
 * <p>An ASCII character of a placeholder is hidden by the one of Unicode's private use area that is {@link #SHIFT} above
 * it, which YAML takes as a letter. <code>$${</code> is the escape of <code>${</code>.
 */
final class Placeholders {
    private static final char SHIFT = '\uf700';
    private static final char LAST = SHIFT + 0x7f;
    private static final char HIDDEN_DOLLAR = SHIFT + '$';
    private static final String OPEN = "${";
    private static final Pattern NAME = Pattern.compile("[^\\s${}\"',]+");

    /** From brace to brace; so that a text of nothing but beginnings is read in time. */
    private static final int LONGEST = 1000;

    private static final int DEEPEST = 10;
    private static final Pattern ELEMENT = Pattern.compile("(.+)\\[(\\d{1,9})]");
    private static final String ENVIRONMENT = "ENV-";

    private final Variables variables;
    private final Problems problems;

    Placeholders(Variables variables, Problems problems) {
        this.variables = variables;
        this.problems = problems;
    }

    /** A part of a text whose placeholders are hidden, as it is written. */
    record Piece(Kind kind, String written, int start) {
        enum Kind {
            TEXT,
            /** <code>$${...}</code>; what is written is what it stands for. */
            ESCAPE,
            /** What is written stands between the braces. */
            VARIABLE
        }
    }

    /** The text with its placeholders hidden, as long as it was. */
    static String hide(String text) {
        return hide(text, false);
    }

    /** The same, but what has a quote in its name is left as it is: its brace stands behind the end of a quoted text. */
    static String hideWithinQuotes(String text) {
        return hide(text, true);
    }

    private static String hide(String text, boolean withinQuotes) {
        StringBuilder hidden = new StringBuilder(text);
        int at = text.indexOf(OPEN);
        while (at >= 0) {
            boolean escaped = at > 0 && text.charAt(at - 1) == '$';
            int end = end(text, at + OPEN.length(), 0);
            if (end >= 0 && withinQuotes && hasQuoteInName(text.substring(at + OPEN.length(), end - 1))) {
                end = -1;
            }
            int hiddenEnd = end < 0 && escaped ? at + OPEN.length() : end;
            for (int i = escaped ? at - 1 : at; i < hiddenEnd; i++) {
                char character = text.charAt(i);
                hidden.setCharAt(i, character <= LAST - SHIFT ? (char) (character + SHIFT) : character);
            }
            at = text.indexOf(OPEN, Math.max(hiddenEnd, at + OPEN.length()));
        }
        return hidden.toString();
    }

    private static boolean hasQuoteInName(String expression) {
        int colon = expression.indexOf(':');
        String name = colon < 0 ? expression : expression.substring(0, colon);
        return name.indexOf('\'') >= 0 || name.indexOf('"') >= 0;
    }

    /** Behind the brace that closes the one before {@code from}, or -1; a default may have braces of its own. */
    private static int end(String text, int from, int shift) {
        int open = 1;
        for (int i = from; i < Math.min(text.length(), from + LONGEST); i++) {
            int character = text.charAt(i) - shift;
            boolean endsHidden = shift > 0 && text.charAt(i) <= LAST - SHIFT;
            if (endsHidden || character == '\n' || character == '\r') {
                return -1;
            }
            open += character == '{' ? 1 : character == '}' ? -1 : 0;
            if (open == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    static boolean isIn(String text) {
        return text.indexOf(HIDDEN_DOLLAR) >= 0;
    }

    /** The parts of a text whose placeholders are hidden. */
    static List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        int from = 0;
        int at = text.indexOf(HIDDEN_DOLLAR);
        while (at >= 0) {
            boolean escaped = at + 1 < text.length() && text.charAt(at + 1) == HIDDEN_DOLLAR;
            int open = at + (escaped ? 1 : 0);
            int end = end(text, open + OPEN.length(), SHIFT);
            if (end < 0 && !escaped) {
                // Not hidden here: somebody wrote the characters as escapes in quotes.
                at = text.indexOf(HIDDEN_DOLLAR, at + 1);
                continue;
            }
            int pieceEnd = end < 0 ? Math.min(text.length(), open + OPEN.length()) : end;
            if (at > from) {
                pieces.add(new Piece(Piece.Kind.TEXT, text.substring(from, at), from));
            }
            pieces.add(
                    escaped
                            ? new Piece(Piece.Kind.ESCAPE, reveal(text.substring(open, pieceEnd)), at)
                            : new Piece(
                                    Piece.Kind.VARIABLE,
                                    reveal(text.substring(open + OPEN.length(), pieceEnd - 1)),
                                    at));
            from = pieceEnd;
            at = text.indexOf(HIDDEN_DOLLAR, from);
        }
        if (from < text.length()) {
            pieces.add(new Piece(Piece.Kind.TEXT, text.substring(from), from));
        }
        return pieces;
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

    /**
     * The text with values in place of its placeholders, or null if one has none, which has been told.
     *
     * @param places of the placeholders, in order
     * @param at where the text begins
     */
    @Nullable
    String fill(List<Piece> pieces, List<Location> places, Location at) {
        return fill(pieces, places, at, 0);
    }

    private @Nullable String fill(List<Piece> pieces, List<Location> places, Location at, int depth) {
        StringBuilder filled = new StringBuilder();
        boolean complete = true;
        int variables = 0;
        for (Piece piece : pieces) {
            String value = piece.written();
            if (piece.kind() == Piece.Kind.VARIABLE) {
                value = valueOf(piece.written(), variables < places.size() ? places.get(variables) : at, depth);
                variables++;
            } else if (piece.kind() == Piece.Kind.TEXT && value.contains(OPEN)) {
                problems.error(
                        at,
                        "'${' without '}' in \"" + value + "\"",
                        "write ${name} on one line, or $${ for these characters themselves");
                value = null;
            }
            complete &= value != null;
            filled.append(value);
        }
        return complete ? filled.toString() : null;
    }

    /** A default may have placeholders of its own. */
    private @Nullable String filledDefault(@Nullable String byDefault, Location at, int depth) {
        if (byDefault == null || !byDefault.contains(OPEN)) {
            return byDefault;
        }
        if (depth == DEEPEST) {
            problems.error(at, "defaults are nested more than " + DEEPEST + " deep here", "use a property of its own");
            return null;
        }
        return fill(pieces(hide(byDefault)), List.of(), at, depth + 1);
    }

    private @Nullable String valueOf(String expression, Location at, int depth) {
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
        String value = variables.properties().get(name);
        if (value != null && !name.startsWith(ENVIRONMENT)) {
            return value;
        }
        if (!NAME.matcher(name).matches()) {
            problems.error(
                    at,
                    "${" + expression + "} names no variable",
                    "a name has no blanks, quotes, commas or braces; write ${name}, ${name:default} or ${ENV-NAME}");
            return null;
        }
        if (name.startsWith(ENVIRONMENT)) {
            return ofEnvironment(name.substring(ENVIRONMENT.length()), byDefault, at, depth);
        }
        Matcher element = ELEMENT.matcher(name);
        if (element.matches() && variables.properties().containsKey(element.group(1))) {
            return element(element.group(1), Integer.parseInt(element.group(2)), byDefault, at, depth);
        }
        return byDefault == null ? unset(name, at) : filledDefault(byDefault, at, depth);
    }

    private @Nullable String unset(String name, Location at) {
        String found = "variable '" + name + "' is not set";
        if (variables.propertiesFile() == null && variables.properties().isEmpty()) {
            problems.error(at, found, "give a file of properties with --filter, or a default: ${" + name + ":default}");
            return null;
        }
        String hint = NearestName.hint(
                "properties", name, variables.sortedProperties().keySet());
        String file = variables.propertiesFile() == null ? "" : variables.propertiesFile() + ": ";
        problems.error(at, found, file + hint + "; or give a default: ${" + name + ":default}");
        return null;
    }

    private @Nullable String ofEnvironment(String name, @Nullable String byDefault, Location at, int depth) {
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
        } else if (environment == null) {
            problems.warn(
                    at,
                    "environment variable '" + name + "' is not looked up: ${ENV-" + name + ":...} is its default",
                    "${ENV-...} works with --env-filter only");
        }
        return filledDefault(byDefault, at, depth);
    }

    private @Nullable String element(String name, int index, @Nullable String byDefault, Location at, int depth) {
        String list = String.valueOf(variables.properties().get(name)).strip();
        List<String> elements = elements(list);
        if (index < elements.size()) {
            return elements.get(index);
        }
        if (byDefault == null) {
            problems.error(
                    at,
                    "variable '" + name + "' has no element " + index,
                    "it has " + elements.size() + " elements, counted from 0: " + list);
        }
        return filledDefault(byDefault, at, depth);
    }

    /** Those of a list in YAML; or as Storm has it, what stands between commas. */
    private static List<String> elements(String list) {
        try {
            if (list.startsWith("[") && Composition.compose(list) instanceof SequenceNode sequence) {
                List<String> elements = new ArrayList<>();
                for (Node element : sequence.getValue()) {
                    if (element instanceof ScalarNode scalar) {
                        elements.add(scalar.getValue());
                    }
                }
                if (elements.size() == sequence.getValue().size()) {
                    return elements;
                }
            }
        } catch (YAMLException e) {
            // Not YAML: a list of Storm's may be written less carefully.
        }
        String inner = list.startsWith("[") && list.endsWith("]") ? list.substring(1, list.length() - 1) : list;
        return Arrays.stream(inner.split(",", -1)).map(String::strip).toList();
    }
}
