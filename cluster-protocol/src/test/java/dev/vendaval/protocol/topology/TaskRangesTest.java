package dev.vendaval.protocol.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskRangesTest {
    @Test
    void neighboursAreOneRangeWhateverTheirOrder() {
        assertThat(TaskRanges.text(List.of())).isEqualTo("[]");
        assertThat(TaskRanges.text(List.of(7))).isEqualTo("[7]");
        assertThat(TaskRanges.text(List.of(9, 3, 4, 7, 5))).isEqualTo("[3-5 7 9]");
        assertThat(TaskRanges.text(IntStream.rangeClosed(3, 99).boxed().toList()))
                .isEqualTo("[3-99]");
    }
}
