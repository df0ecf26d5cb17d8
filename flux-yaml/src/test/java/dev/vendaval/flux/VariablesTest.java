package dev.vendaval.flux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {
    private static final String SPOUT = """
            name: t
            spouts:
              - id: spout
                className: dev.vendaval.flux.samples.WordSpout
            """;
    private static final FluxOptions OPTIONS = FluxOptions.defaults()
            .withProperties(Map.of("n", "5", "word", "ola", "pair", "[\"a,b\", 'c']", "bare", "p, q"))
            .withEnvironment(Map.of("HOST", "h1"));

    private static List<String> problems(String config, FluxOptions options) {
        return Loaded.problemsOf(SPOUT + "config:\n" + config.indent(2), options);
    }

    private static FluxOptions with(String value) {
        return FluxOptions.defaults().withProperties(Map.of("list", value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "'${none:${ENV-HOST:localhost}}'|h1",
                "'${none:${ENV-NONE:localhost}}:80'|localhost:80",
                "'${none:{}}'|{}",
                "'$${word} and ${word}'|${word} and ola",
                "\"$${word}\"|${word}",
                "'$${open'|${open",
                "$${word}|${word}",
                "'$$5'|$$5",
                "!!str ${n}|5",
                "!!str '${n}'|5",
                "'${pair[0]}'|a,b",
                "'${pair[1]}'|c",
                "'${bare[1]}'|q",
            })
    void aPlaceholderStandsForText(String written, String value) {
        assertThat(Loaded.of(SPOUT + "config: {}\n", OPTIONS).config()).isEmpty();
        assertThat(Loaded.of(SPOUT + "config:\n  a: " + written + "\n", OPTIONS).config())
                .containsEntry("a", value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "\"${word} and ${open\"|5:6: '${' without '}' in \" and ${open\"; write ${name} on one line, or $${ for"
                        + " these characters themselves",
                "'${none:${unset}}'|5:7: variable 'unset' is not set; properties: bare, n, pair, word; or give a default:"
                        + " ${unset:default}",
                "'${a${word}}'|5:7: ${a${word}} names no variable; a name has no blanks, quotes, commas or braces; write"
                        + " ${name}, ${name:default} or ${ENV-NAME}",
                "!!int ${word}|5:6: \"ola\" is not what its tag says; remove the tag !!int",
            })
    void whatIsNoPlaceholderIsTold(String written, String problem) {
        assertThat(Loaded.problemsOf(SPOUT + "config:\n  a: " + written + "\n", OPTIONS))
                .singleElement()
                .asString()
                .isEqualTo(problem.replaceFirst("^5", "6"));
    }

    @Test
    void aDefaultThatIsTakenSinceTheEnvironmentIsNotLookedUpIsAWarning() {
        String yaml = "host: '${ENV-HOST:localhost}'\n";

        assertThat(problems(yaml, FluxOptions.defaults()))
                .containsExactly("6:10: warning: environment variable 'HOST' is not looked up: ${ENV-HOST:...} is its"
                        + " default; ${ENV-...} works with --env-filter only");
        assertThat(problems(yaml, OPTIONS)).isEmpty();
    }

    @Test
    void placesWithinTextsOfSeveralLines() {
        assertThat(problems("""
                        block: |
                          first
                          and ${none}
                        folded: >-
                          some ${nobody} here
                        quoted: "a\\t\\t${nothing}
                          and ${never}"
                        """, FluxOptions.defaults()))
                .extracting(problem -> problem.substring(0, problem.indexOf(" is not")))
                .containsExactly(
                        "8:9: variable 'none'",
                        "10:10: variable 'nobody'",
                        "11:17: variable 'nothing'",
                        "12:9: variable 'never'");
    }

    @Test
    void aListThatContainsItselfIsTold() {
        assertThat(problems("all: ${list}\n", with("[&a [*a]]")))
                .containsExactly("6:8: an anchored value contains an alias of itself; write it out without the alias");
    }

    @Test
    void aValueThatGrowsByItsAliasesIsTold() {
        String bomb = "{a0: &a0 [x, x], "
                + IntStream.range(1, 30)
                        .mapToObj(i -> "a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]")
                        .collect(Collectors.joining(", "))
                + "}";

        assertThat(problems("all: ${list}\n", with(bomb)))
                .contains(
                        "6:8: the file has more than 100000 values once its aliases are followed; use fewer or smaller"
                                + " aliases");
    }

    @Test
    void tagsDuplicateKeysAndMergeKeysOfAValueAreAsInTheFile() {
        assertThat(problems("all: ${list}\n", with("[!!java.net.URL [x]]")))
                .singleElement()
                .asString()
                .startsWith("6:8: the tag !!java.net.URL is not allowed");
        assertThat(problems("all: ${list}\n", with("{a: 1, a: 2}")))
                .singleElement()
                .asString()
                .startsWith("6:8: key 'a' is there twice");
        assertThat(Loaded.of(SPOUT + "config:\n  all: ${list}\n", with("[&a {x: 1}, {<<: *a, y: 2}]"))
                        .config())
                .containsEntry("all", List.of(Map.of("x", 1), Map.of("x", 1, "y", 2)));
    }

    @Test
    void aKeyThatIsAListIsTold() {
        assertThat(problems("${list}: 1\n", with("[a]")))
                .containsExactly("6:3: a list or map as a key; a key is a text");
    }
}
