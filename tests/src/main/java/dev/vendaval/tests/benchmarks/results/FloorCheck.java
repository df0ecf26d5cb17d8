package dev.vendaval.tests.benchmarks.results;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * The comparison of results with docs/floors.json. Floors of scenarios that were not run do not count; of those that
 * were, each must be met: one that lacks a system to be compared with fails the check, too, and is told apart.
 */
public final class FloorCheck {
    private final List<Floor.Verdict> verdicts;

    private FloorCheck(List<Floor.Verdict> verdicts) {
        this.verdicts = verdicts;
    }

    public static List<Floor.Verdict> verdicts(Path repository, ResultsFile results) throws IOException {
        return Floor.parse(ResultsFile.readJson(repository.resolve("docs/floors.json"))).stream()
                .map(floor -> floor.compare(results))
                .toList();
    }

    /** Compares and prints a line for each floor of the scenarios that were run. */
    public static FloorCheck of(Path repository, ResultsFile results, PrintStream out) throws IOException {
        List<Floor.Verdict> all = verdicts(repository, results);
        List<Floor.Verdict> ofThisRun = all.stream()
                .filter(verdict -> results.scenario(verdict.floor().scenario()).isPresent())
                .toList();
        ofThisRun.forEach(verdict -> out.println(line(verdict)));
        int others = all.size() - ofThisRun.size();
        if (others > 0) {
            out.println("floors of scenarios that were not run: " + others);
        }
        return new FloorCheck(ofThisRun);
    }

    private static String line(Floor.Verdict verdict) {
        String outcome = switch (verdict.outcome()) {
            case MET -> "floor met:          ";
            case NOT_MET -> "floor NOT MET:      ";
            case NOT_MEASURED -> "floor not measured: ";
        };
        return outcome + verdict.floor().name() + " (" + verdict.floor().scenario() + "): " + verdict.explanation();
    }

    public boolean isMet() {
        return !verdicts.isEmpty() && verdicts.stream().allMatch(verdict -> verdict.outcome() == Floor.Outcome.MET);
    }
}
