package dev.vendaval.api;

import static dev.vendaval.api.Refusal.invalid;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("I1")
class TopologyNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "word-count", "word_count_2", "zähler", "__mine"})
    void aNameByTheRuleIsReturned(String name) {
        assertThat(TopologyNames.check(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "a/b, '/'",
                "a.b, '.'",
                "a:b, ':'",
                "a\\b, '\\'",
                "a b, a space",
                "\"a\tb\", U+0009",
                "a\u00a0b, U+00A0"
            })
    void aForbiddenCharacterIsNamed(String name, String shown) {
        invalid(
                "topology name '" + name + "' contains " + shown,
                "none of them / . : \\ or white space",
                () -> TopologyNames.check(name));
    }

    @Test
    void anEmptyMissingOrEndlessNameIsRefused() {
        invalid("the topology name is empty", "for example 'word-count'", () -> TopologyNames.check(""));
        invalid("the topology name is null", "for example", () -> TopologyNames.check(null));
        invalid("the topology name has 129 characters", "1 to 128", () -> TopologyNames.check("x".repeat(129)));
    }
}
