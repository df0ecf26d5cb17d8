package dev.vendaval.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private final Fields fields = new Fields("word", "count");

    @Test
    void namesKeepTheirOrder() {
        assertThat(fields.size()).isEqualTo(2);
        assertThat(fields.get(1)).isEqualTo("count");
        assertThat(fields.fieldIndex("word")).isZero();
        assertThat(fields.toList()).containsExactly("word", "count");
        assertThat(fields).containsExactly("word", "count").isEqualTo(new Fields(List.of("word", "count")));
        assertThat(fields).isNotEqualTo(new Fields("count", "word")).hasToString("[word, count]");
        assertThat(new Fields().size()).isZero();
        assertThatThrownBy(() -> fields.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void selectTakesValuesInTheOrderWanted() {
        assertThat(fields.select(new Fields("count"), List.of("a", 1))).isEqualTo(List.of(1));
        assertThatThrownBy(() -> fields.select(new Fields("size"), List.of("a", 1)))
                .hasMessage("no field 'size'; fields: word, count");
    }

    @Test
    void changingTheArrayOrListGivenChangesNothing() {
        String[] names = {"a", "b"};
        Fields made = new Fields(names);
        names[0] = "c";
        assertThat(made.toList()).containsExactly("a", "b");
    }

    @Test
    void duplicateAndEmptyNamesAreRefused() {
        assertThatThrownBy(() -> new Fields("a", "b", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("field 'a' is there twice in [a, b, a]; each name once");
        assertThatThrownBy(() -> new Fields(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a field name is empty");
    }

    @Test
    void valuesHoldAnythingNullIncluded() {
        Values values = new Values("word", null, 1L);
        assertThat(values).containsExactly("word", null, 1L).isInstanceOf(List.class);
        assertThat(new Values()).isEmpty();
    }
}
