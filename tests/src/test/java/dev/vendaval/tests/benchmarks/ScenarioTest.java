package dev.vendaval.tests.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScenarioTest {
    @Test
    void thereAreTheScenariosOfTheContract() {
        assertThat(Scenario.all().stream().map(Scenario::id))
                .doesNotHaveDuplicates()
                .contains(
                        "spout-null-untracked",
                        "spout-null-tracked-2w",
                        "spout-id-null-tracked",
                        "spout-id-null-untracked-2w",
                        "wordcount-1-1-1-tracked-2w",
                        "wordcount-1-2-2-tracked",
                        "chain-5",
                        "fanout-all-8",
                        "grouping-partial-key",
                        "grouping-local-or-shuffle",
                        "payload-100b-2w",
                        "payload-1k-2w",
                        "payload-10k-2w",
                        "latency-1k",
                        "latency-10k",
                        "latency-50k",
                        "idle-20",
                        "submit-first-tuple",
                        "scaling-1",
                        "scaling-4")
                .hasSize(12 + 1 + 2 + 8 + 3 + 3 + 2 + 4);
    }

    @Test
    void unitsAreThoseOfTheContract() {
        assertThat(Scenario.all().stream().map(Scenario::unit).distinct())
                .containsExactlyInAnyOrderElementsOf(List.of("tuples/s", "words/s", "us", "ms"));
    }
}
