package dev.vendaval.api.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    @Test
    void aSlipOfTheFingerIsFoundWhateverItsCase() {
        List<String> known = List.of("lines", "split", "count");
        assertThat(NearestName.of("spilt", known)).contains("split");
        assertThat(NearestName.of("Count", known)).contains("count");
        assertThat(NearestName.of("line", known)).contains("lines");
        assertThat(NearestName.of("", known)).isEmpty();
        assertThat(NearestName.of("something else", known)).isEmpty();
    }

    @Test
    void aNameIsNearToOneThatBeginsLikeIt() {
        assertThat(NearestName.of("workers", List.of("work"))).contains("work");
        assertThat(NearestName.of("to", List.of("toes"))).as("too short to say").isEmpty();
    }

    @Test
    void theDistanceCountsLettersAndASwapOnce() {
        assertThat(NearestName.distance("workers", "wrkers")).isEqualTo(1);
        assertThat(NearestName.distance("", "abc")).isEqualTo(3);
        assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestName.distance("spilt", "split")).isEqualTo(1);
    }

    @Test
    void theHintListsWhatThereIsWithinALimit() {
        assertThat(NearestName.hint("fields", "x", List.of())).isEqualTo("there are no fields");
        assertThat(NearestName.hint("fields", "xyz", List.of("word"))).isEqualTo("fields: word");
        List<String> many = IntStream.range(0, 30).mapToObj(i -> "field" + i).toList();
        assertThat(NearestName.hint("fields", "other", many)).endsWith("field18, field19, ...");
    }
}
