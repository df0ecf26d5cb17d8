package dev.vendaval.tests.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.benchmarks.results.Floor.Measured;
import dev.vendaval.tests.benchmarks.results.Floor.Outcome;
import dev.vendaval.tests.benchmarks.results.Floor.Recorded;
import dev.vendaval.tests.benchmarks.results.Floor.Relation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FloorTest {
    private static final ResultsFile RESULTS = new ResultsFile(Map.of(
            "scenarios",
            List.of(
                    scenario("a", Map.of("vendaval", 30, "storm-default", 2, "storm-tuned", 3)),
                    scenario("b", Map.of("vendaval", 59.9)))));

    private static Map<String, Object> scenario(String id, Map<String, Number> medians) {
        return Map.of(
                "id",
                id,
                "systems",
                medians.entrySet().stream()
                        .map(entry -> Map.of("system", entry.getKey(), "median", entry.getValue()))
                        .toList());
    }

    private static Floor floor(Relation relation, double factor, Floor.Other... others) {
        return new Floor("some floor", "a", "median", relation, factor, List.of(others));
    }

    private static Outcome outcome(Floor floor) {
        return floor.compare(RESULTS).outcome();
    }

    @Test
    void atLeastTheFactorTimesTheLargestOfTheOthers() {
        Measured slow = new Measured("a", "storm-default");
        Measured fast = new Measured("a", "storm-tuned");
        assertThat(outcome(floor(Relation.AT_LEAST, 15, slow))).isEqualTo(Outcome.MET);
        assertThat(outcome(floor(Relation.AT_LEAST, 10, slow, fast))).isEqualTo(Outcome.MET);
        assertThat(outcome(floor(Relation.AT_LEAST, 10.1, slow, fast))).isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void belowTheSmallestOfTheOthers() {
        assertThat(outcome(floor(Relation.BELOW, 1, new Recorded(31), new Recorded(90))))
                .isEqualTo(Outcome.MET);
        assertThat(outcome(floor(Relation.BELOW, 1, new Recorded(30), new Recorded(90))))
                .isEqualTo(Outcome.NOT_MET);
        assertThat(outcome(floor(Relation.AT_MOST, 10, new Measured("a", "storm-tuned"))))
                .isEqualTo(Outcome.MET);
    }

    @Test
    void aFloorMayCompareWithAnotherScenario() {
        assertThat(outcome(floor(Relation.ABOVE, 0.5, new Measured("b", "vendaval"))))
                .isEqualTo(Outcome.MET);
    }

    @Test
    void whatWasNotMeasuredIsToldApart() {
        Floor.Verdict verdict =
                floor(Relation.AT_LEAST, 1, new Measured("a", "flink-chained")).compare(RESULTS);
        assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_MEASURED);
        assertThat(verdict.explanation()).contains("flink-chained");
        assertThat(new Floor("x", "c", "median", Relation.ABOVE, 1, List.of(new Recorded(1)))
                        .compare(RESULTS)
                        .outcome())
                .isEqualTo(Outcome.NOT_MEASURED);
    }

    @Test
    void theExplanationHasBothFigures() {
        assertThat(floor(Relation.AT_LEAST, 15, new Measured("a", "storm-tuned"))
                        .compare(RESULTS)
                        .explanation())
                .isEqualTo("30, must be at least 45 (15 x 3)");
    }

    @Test
    void theFloorsOfTheRepositoryAreReadable() throws IOException {
        List<Floor> floors = Floor.parse(ResultsFile.readJson(Path.of("..", "docs", "floors.json")));
        assertThat(floors).hasSizeGreaterThan(20);
        assertThat(floors.stream().map(Floor::name)).doesNotHaveDuplicates();
    }
}
