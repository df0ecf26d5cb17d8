package dev.vendaval.tests.benchmarks.results;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The comparison of results with docs/floors.json. Floors of scenarios that were not run, or against systems that were
 * not, are told apart from those not met; if nothing at all could be compared, the check fails.
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
        FloorCheck check = new FloorCheck(verdicts(repository, results));
        List<Floor.Verdict> ofThisRun = check.verdicts.stream()
                .filter(verdict -> results.scenario(verdict.floor().scenario()).isPresent())
                .toList();
        ofThisRun.forEach(verdict -> out.println(line(verdict)));
        int others = check.verdicts.size() - ofThisRun.size();
        if (others > 0) {
            out.println("floors of scenarios that were not run: " + others);
        }
        return check;
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
        boolean someMet = verdicts.stream().anyMatch(verdict -> verdict.outcome() == Floor.Outcome.MET);
        Optional<Floor.Verdict> notMet = verdicts.stream()
                .filter(verdict -> verdict.outcome() == Floor.Outcome.NOT_MET)
                .findFirst();
        return someMet && notMet.isEmpty();
    }
}
