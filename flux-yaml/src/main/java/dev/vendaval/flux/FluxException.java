package dev.vendaval.flux;

import dev.vendaval.flux.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A topology file that is wrong; the message has every problem on a line of its own. */
public final class FluxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    // Shown, never serialized: the message has all of it.
    private final transient List<Problem> problems;

    FluxException(String file, List<Problem> problems) {
        super(message(file, problems));
        this.problems = List.copyOf(problems);
    }

    private static String message(String file, List<Problem> problems) {
        long errors = problems.stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .count();
        return file + " has " + (errors == 1 ? "an error" : errors + " errors")
                + problems.stream().map(problem -> "\n  " + problem).collect(Collectors.joining());
    }

    /** Errors and warnings in reading order. */
    public List<Problem> problems() {
        return problems;
    }
}
