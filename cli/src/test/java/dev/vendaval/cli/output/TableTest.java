package dev.vendaval.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAlignedAndNumbersAreToTheRight() {
        Table table = new Table("NAME", "COUNT").row("a", 7).row("longer", 12345);

        assertThat(table.toString()).isEqualTo("NAME    COUNT\na           7\nlonger  12345\n");
    }

    @Test
    void aLineMustHaveACellForEachTitle() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Table("A", "B").row(1));
    }

    @Test
    void timesHaveTwoUnits() {
        assertThat(Spans.time(320)).isEqualTo("320ms");
        assertThat(Spans.time(59_999)).isEqualTo("59s");
        assertThat(Spans.time(3_600_000 + 5 * 60_000)).isEqualTo("1h 5m");
        assertThat(Spans.time(90_000_000)).isEqualTo("1d 1h");
        assertThat(Spans.micros(999)).isEqualTo("999us");
        assertThat(Spans.micros(1_500)).isEqualTo("1.5ms");
        assertThat(Spans.micros(2_000_000)).isEqualTo("2.0s");
    }
}
