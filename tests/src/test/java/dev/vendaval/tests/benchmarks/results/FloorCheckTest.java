package dev.vendaval.tests.benchmarks.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloorCheckTest {
    @TempDir
    private Path repository;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private FloorCheck check(String floors, double median) throws IOException {
        Files.createDirectories(repository.resolve("docs"));
        Files.writeString(repository.resolve("docs/floors.json"), "{\"floors\":[" + floors + "]}");
        ResultsFile results = new ResultsFile(Map.of(
                "scenarios",
                List.of(Map.of("id", "a", "systems", List.of(Map.of("system", "vendaval", "median", median))))));
        return FloorCheck.of(repository, results, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    private static String floor(String name, String scenario, String other) {
        return String.format(
                "{\"name\":\"%s\",\"scenario\":\"%s\",\"field\":\"median\",\"relation\":\"AT_LEAST\","
                        + "\"factor\":2,\"of\":[%s]}",
                name, scenario, other);
    }

    @Test
    void aFloorThatIsNotMetIsNamedAndFailsTheCheck() throws IOException {
        String floors = floor("low", "a", "{\"value\":5}") + "," + floor("high", "a", "{\"value\":6}");
        assertThat(check(floors, 10).isMet()).isFalse();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("floor met:          low (a): 10, must be at least 10 (2 x 5)")
                .contains("floor NOT MET:      high (a): 10, must be at least 12 (2 x 6)");
    }

    @Test
    void floorsOfScenariosThatWereNotRunAreOnlyCounted() throws IOException {
        assertThat(check(floor("low", "a", "{\"value\":5}") + "," + floor("far", "b", "{\"value\":5}"), 10)
                        .isMet())
                .isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("floors of scenarios that were not run: 1")
                .doesNotContain("far");
    }

    @Test
    void aCheckThatCouldCompareNothingFails() throws IOException {
        assertThat(check(floor("peer", "a", "{\"system\":\"storm-default\"}"), 10)
                        .isMet())
                .isFalse();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("floor not measured: peer (a): storm-default's a median is missing");
    }
}
