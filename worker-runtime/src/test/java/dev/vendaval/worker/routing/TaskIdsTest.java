package dev.vendaval.worker.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TaskIdsTest {
    private final TaskIds dense = new TaskIds(List.of(5, 6, 7));
    private final TaskIds gaps = new TaskIds(List.of(5, 6, 9));

    @Test
    void indexesAndIdsMatch() {
        for (TaskIds ids : List.of(dense, gaps)) {
            for (int index = 0; index < ids.count(); index++) {
                assertThat(ids.indexOf(ids.id(index))).isEqualTo(index);
            }
            assertThat(ids.indexOf(4)).isNegative();
            assertThat(ids.indexOf(8)).isNegative();
            assertThat(ids.indexOf(10)).isNegative();
            assertThat(ids.indexOf(-1)).isNegative();
        }
    }

    @Test
    void commonAnswersArePrebuilt() {
        assertThat(dense.at(new int[] {1}, 1)).containsExactly(6).isSameAs(dense.at(new int[] {1}, 1));
        assertThat(dense.at(new int[] {0, 1, 2}, 3)).isSameAs(dense.all());
        assertThat(dense.at(new int[3], 0)).isEmpty();
        assertThat(gaps.at(new int[] {2, 0, 1}, 2)).containsExactly(9, 5);
        assertThat(gaps.at(new int[] {2, 0, 1}, 3)).containsExactly(9, 5, 6);
    }

    @Test
    void idsMustBeThereAndAscend() {
        assertThatThrownBy(() -> new TaskIds(List.of())).hasMessageContaining("without tasks");
        assertThatThrownBy(() -> new TaskIds(List.of(2, 1))).hasMessageContaining("ascend");
    }
}
