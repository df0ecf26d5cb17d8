package dev.vendaval.flux.problem;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that is wrong with a topology's files, gathered while they are read. Used by one thread. */
public final class Problems {
    /** Of errors, and of warnings: beyond it, one more tells nobody anything. */
    private static final int MOST = 200;

    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Map<Problem.Severity, Integer> told = new EnumMap<>(Problem.Severity.class);
    private final Map<Problem.Severity, Integer> leftOut = new EnumMap<>(Problem.Severity.class);
    private int errors;

    /** Nothing is wrong yet. */
    public Problems() {}

    /** The topology cannot run. */
    public void error(Location location, String found, String right) {
        add(new Problem(location, Problem.Severity.ERROR, found, right));
    }

    /** The topology can run, but something the file says is not done. */
    public void warn(Location location, String found, String right) {
        add(new Problem(location, Problem.Severity.WARNING, found, right));
    }

    private void add(Problem problem) {
        if (problem.severity() == Problem.Severity.ERROR) {
            errors++;
        }
        if (told.getOrDefault(problem.severity(), 0) >= MOST) {
            if (!problems.contains(problem)) {
                leftOut.merge(problem.severity(), 1, Integer::sum);
            }
        } else if (problems.add(problem)) {
            told.merge(problem.severity(), 1, Integer::sum);
        }
    }

    /** How many errors were told so far: the same number before and after a step means that it went well. */
    public int errorCount() {
        return errors;
    }

    /** Whether an error was told of exactly this place. */
    public boolean isWrong(Location location) {
        return problems.stream()
                .anyMatch(problem -> problem.severity() == Problem.Severity.ERROR
                        && problem.location().equals(location));
    }

    /** Whether the topology cannot run. */
    public boolean hasErrors() {
        return errors > 0;
    }

    /** Errors and warnings in reading order, file by file; then how many were left out. */
    public List<Problem> inOrder() {
        List<Problem> ordered = new ArrayList<>(problems);
        ordered.sort((one, other) -> one.location().compareTo(other.location()));
        Location end =
                ordered.isEmpty() ? null : ordered.get(ordered.size() - 1).location();
        if (end != null) {
            leftOut.forEach((severity, count) -> ordered.add(new Problem(
                    end,
                    severity,
                    count + " more " + (severity == Problem.Severity.ERROR ? "errors" : "warnings")
                            + " are left out here",
                    "mend those above first")));
        }
        return List.copyOf(ordered);
    }
}
