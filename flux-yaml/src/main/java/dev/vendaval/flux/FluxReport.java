package dev.vendaval.flux;

import dev.vendaval.flux.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a topology file.
 *
 * @param file as it was named
 * @param name of the topology, or null if it has none
 * @param problems errors and warnings in reading order
 * @param unchecked what could not be checked since no classes were given
 * @param graph the topology as a Mermaid flow chart, as far as it could be read
 */
public record FluxReport(
        String file, @Nullable String name, List<Problem> problems, List<String> unchecked, String graph) {
    /** Copies the lists. */
    public FluxReport {
        problems = List.copyOf(problems);
        unchecked = List.copyOf(unchecked);
    }

    /** Whether there is no error; there may be warnings. */
    public boolean isValid() {
        return problems.stream().noneMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }
}
