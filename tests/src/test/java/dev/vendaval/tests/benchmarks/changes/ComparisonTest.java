package dev.vendaval.tests.benchmarks.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.benchmarks.results.Run;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final Comparison comparison = new Comparison();

    private void add(String system, Change change, double silenceMs, double backMs, int failed) {
        comparison.add(system, new Outcome(change, silenceMs, backMs, backMs * 2, 100, failed, 0, 0, 0, 0, Map.of()));
    }

    @Test
    void aRowHasMedianAndWorstOfEachSystem() {
        add("vendaval", Change.WORKERS_1_3, 30, 0, 0);
        add("vendaval", Change.WORKERS_1_3, 90, 0, 0);
        add("vendaval", Change.WORKERS_1_3, 40, 0, 0);
        add("storm", Change.WORKERS_1_3, 8_400, 0, 7);
        add("vendaval", Change.KILL_BOLT_WORKER, 800, 1_200, 5);

        assertThat(comparison.table().lines())
                .containsExactly(
                        "| change | vendaval: silence of a key, ms | back, s | replays, s | failed"
                                + " | storm: silence of a key, ms | back, s | replays, s | failed |",
                        "|---|---|---|---|---|---|---|---|---|",
                        "| workers-1-3 | 40; 90 (3) |  |  | 0; 0 | 8400; 8400 (1) |  |  | 7; 7 |",
                        "| kill-bolt-worker | 800; 800 (1) | 1.20; 1.20 | 2.40; 2.40 | 5; 5 |  |  |  |  |");
    }

    @Test
    void aRowSaysWhoHasNoSuchCommand() {
        add("vendaval", Change.GROW_4_8, 30, 0, 0);
        comparison.addMissing("storm", Change.GROW_4_8);

        assertThat(comparison.table().lines())
                .contains("| grow-4-8 | 30; 30 (1) |  |  | 0; 0 | no such command |  |  |  |");
    }

    @Test
    void theDocumentHasEveryRound() {
        add("vendaval", Change.NONE, 5, 0, 0);
        add("vendaval", Change.NONE, 6, 0, 0);
        Map<String, Object> document =
                comparison.document(new Run(1, List.of("changes"), "abc"), Map.of("vendaval", "1"));

        assertThat(document).containsEntry("commit", "abc");
        assertThat(String.valueOf(document.get("changes")))
                .contains("change=none", "system=vendaval", "silenceMs=5.0", "silenceMs=6.0", "lost=0");
    }
}
