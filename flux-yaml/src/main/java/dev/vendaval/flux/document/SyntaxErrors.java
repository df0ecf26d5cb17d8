package dev.vendaval.flux.document;

import dev.vendaval.flux.problem.Location;
import dev.vendaval.flux.problem.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** What the YAML parser did not understand, in our words where the cause is known. */
final class SyntaxErrors {
    private static final String LINE_UP =
            "line it up with its neighbours, or put quotes around the whole text that it is part of";
    private static final String NO_ANCHOR = "'*' without the name of an anchor";
    private static final String QUOTE_IT = "put quotes around a text that begins with '*'";

    /** Where that which was being read began, if that is not where the trouble is. */
    private static final String BEGUN = "{begun}";

    private static final List<Mistake> MISTAKES = List.of(
            new Mistake(
                    "(TAB)", "", false, "a tab where a key, a value or '- ' belongs", "indent with spaces, not tabs"),
            new Mistake(
                    "cannot start any token",
                    "",
                    false,
                    "a text that begins with a character which YAML keeps for itself",
                    "put quotes around the text"),
            new Mistake(
                    "found another document",
                    "",
                    false,
                    "a second document",
                    "a file holds one topology: remove the '---' and what follows"),
            new Mistake(
                    "mapping values are not allowed",
                    "",
                    false,
                    "a ':' behind what cannot be a key",
                    "put quotes around a text that contains ': ', or check the indentation"),
            new Mistake(
                    "<block end>",
                    "mapping",
                    false,
                    "this belongs neither to the map{begun} nor to anything in it",
                    LINE_UP),
            new Mistake(
                    "<block end>", "", false, "this belongs neither to the list{begun} nor to anything in it", LINE_UP),
            new Mistake(
                    "could not find expected ':'",
                    "",
                    true,
                    "a key without ': '",
                    "write 'key: value', with a space behind the colon"),
            new Mistake(
                    "end of stream",
                    "quoted",
                    true,
                    "a quote that is not closed",
                    "close it with the same kind of quote"),
            new Mistake("", "an alias", true, NO_ANCHOR, QUOTE_IT),
            new Mistake("undefined alias", "", false, NO_ANCHOR, QUOTE_IT));

    private SyntaxErrors() {}

    /**
     * A mistake that people make.
     *
     * @param problem part of what the parser says was wrong
     * @param context part of what it says it was reading
     * @param atStart whether it is told where that begins
     * @param found what was found, in our words
     * @param right what would be right
     */
    private record Mistake(String problem, String context, boolean atStart, String found, String right) {}

    static void tell(String file, YAMLException error, Problems problems) {
        if (error instanceof MarkedYAMLException marked) {
            tellSyntax(file, marked, problems);
        } else if (error instanceof Composition.LimitException limit) {
            tellLimit(at(file, limit.mark()), String.valueOf(limit.getMessage()), problems);
        } else {
            // The reader's: a character that YAML does not have; its message says where.
            problems.error(
                    Location.startOf(file),
                    "not readable as YAML: " + Placeholders.reveal(oneLine(error.getMessage())),
                    "a topology file is plain text in UTF-8");
        }
    }

    private static void tellSyntax(String file, MarkedYAMLException error, Problems problems) {
        String problem = Placeholders.reveal(oneLine(error.getProblem()));
        String context = error.getContext() == null ? "" : Placeholders.reveal(oneLine(error.getContext()));
        Location at = at(file, error.getProblemMark() == null ? error.getContextMark() : error.getProblemMark());
        Location start = error.getContextMark() == null ? at : at(file, error.getContextMark());
        String begun = start.equals(at) ? "" : " that begins at " + start.line() + ":" + start.column();
        Mistake known = MISTAKES.stream()
                .filter(mistake -> problem.contains(mistake.problem()) && context.contains(mistake.context()))
                .findFirst()
                .orElse(new Mistake(
                        "", "", false, problem + " " + context + begun, "check brackets and quotes up to here"));
        problems.error(
                known.atStart() ? start : at,
                "not valid YAML: " + known.found().replace(BEGUN, begun).strip(),
                known.right());
    }

    private static void tellLimit(Location at, String message, Problems problems) {
        if (message.contains("Depth")) {
            tooDeep(at, problems);
        } else if (message.contains("aliases")) {
            problems.error(
                    at, "too many aliases of lists and maps", "a topology has at most 1000; write some of them out");
        } else {
            problems.error(at, "not readable as YAML: " + oneLine(message), "a topology is a few KiB of plain text");
        }
    }

    static void tooDeep(Location at, Problems problems) {
        problems.error(
                at,
                "lists and maps are nested more than " + Composition.DEEPEST + " deep here",
                "check brackets and indentation: a topology needs a dozen levels at most");
    }

    private static Location at(String file, @Nullable Mark mark) {
        return mark == null ? Location.startOf(file) : new Location(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static String oneLine(@Nullable String message) {
        return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
