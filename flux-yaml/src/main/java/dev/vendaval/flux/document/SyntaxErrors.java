package dev.vendaval.flux.document;

import dev.vendaval.flux.problem.Location;
import dev.vendaval.flux.problem.Problems;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** What the YAML parser did not understand, in our words where the cause is known. */
final class SyntaxErrors {
    private SyntaxErrors() {}

    static void tell(String file, YAMLException error, Problems problems) {
        if (error instanceof MarkedYAMLException marked) {
            Mark mark = marked.getProblemMark() == null ? marked.getContextMark() : marked.getProblemMark();
            Location at = mark == null
                    ? Location.startOf(file)
                    : new Location(file, mark.getLine() + 1, mark.getColumn() + 1);
            String problem = Placeholders.reveal(String.valueOf(marked.getProblem()));
            String context = marked.getContext() == null ? "" : " " + Placeholders.reveal(marked.getContext());
            problems.error(at, "not valid YAML: " + problem + context, hint(problem));
        } else {
            String message = Placeholders.reveal(String.valueOf(error.getMessage()));
            problems.error(Location.startOf(file), "not readable as YAML: " + message, limitHint(message));
        }
    }

    private static String hint(String problem) {
        if (problem.contains("'\\t'") || problem.contains("TAB")) {
            return "indent with spaces, not tabs";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "put quotes around a text that contains ': ', or check the indentation";
        }
        if (problem.contains("but found another document")) {
            return "a file holds one topology: remove the second '---'";
        }
        if (problem.contains("undefined alias")) {
            return "put quotes around a text that begins with '*'";
        }
        return "check indentation, quotes and brackets up to here";
    }

    private static String limitHint(String message) {
        return message.contains("aliases") || message.contains("epth")
                ? "topologies need neither many aliases nor deep nesting"
                : "check indentation, quotes and brackets";
    }
}
