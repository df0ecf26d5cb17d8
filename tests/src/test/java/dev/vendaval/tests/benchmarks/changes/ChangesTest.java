package dev.vendaval.tests.benchmarks.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.benchmarks.engine.Hosts.Ability;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final int USAGE = 2;

    @Test
    void whatThereIsNotIsRefused() {
        assertThat(Changes.execute("--change", "workers-1-4")).isEqualTo(USAGE);
        assertThat(Changes.execute("--against", "flink")).isEqualTo(USAGE);
        assertThat(Changes.execute("--repeat", "0")).isEqualTo(USAGE);
        assertThat(Changes.execute("--nonsense")).isEqualTo(USAGE);
    }

    @Test
    void aChangeBringsItsWayBackAlong() {
        assertThat(Course.with(List.of(Change.WORKERS_3_1))).containsExactly(Course.WORKERS);
        assertThat(Course.WORKERS.changes()).containsExactly(Change.WORKERS_1_3, Change.WORKERS_3_1);
        assertThat(Course.with(List.of())).containsExactly(Course.values());
    }

    @Test
    void whatIsForGoodHasATopologyOfItsOwnEachRound() {
        assertThat(Course.values())
                .filteredOn(Course::isAnewEachRound)
                .containsExactly(Course.GROWTH, Course.DEATH_OF_WORKER, Course.DEATH_OF_HOST);
        assertThat(Course.GROWTH.needs()).containsExactly(Ability.GROWTH);
        assertThat(Course.WORKERS.needs()).isEmpty();
    }

    @Test
    void everyChangeIsMadeInOneCourse() {
        for (Change change : Change.values()) {
            assertThat(Course.with(List.of(change))).as(change.id()).hasSize(1);
        }
    }
}
