package dev.vendaval.tests.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.benchmarks.results.Floor;
import dev.vendaval.tests.benchmarks.results.ResultsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloorScenariosTest {
    @Test
    void everyFloorIsOfAScenarioThatThereIs() throws IOException {
        List<String> known = Scenario.all().stream().map(Scenario::id).toList();
        for (Floor floor : Floor.parse(ResultsFile.readJson(Path.of("..", "docs", "floors.json")))) {
            assertThat(known).contains(floor.scenario());
            floor.others().stream()
                    .filter(Floor.Measured.class::isInstance)
                    .map(Floor.Measured.class::cast)
                    .forEach(other -> assertThat(known).contains(other.scenario()));
        }
    }
}
