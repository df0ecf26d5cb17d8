package dev.vendaval.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.flux.model.GroupingType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a file without its classes, and how a failure to load looks. */
class CheckTest {
    private static final String WORDS = """
            name: words
            config: {topology.workers: 2, topology.wokers: 3}
            spouts:
              - id: spout
                className: com.example.Spout
                parallelism: 2
                numTasks: 4
            bolts:
              - id: count "all"
                className: com.example.Bolt
            streams:
              - from: spout
                to: count "all"
                grouping: {type: FIELDS, args: [word, day], streamId: words}
            """;

    @Test
    void withoutClassesTheyAreNamedAsUnchecked() {
        FluxReport report = Flux.checkWithoutClasses(new FluxFile.Text("t", WORDS), FluxOptions.defaults());

        assertThat(report.isValid()).isTrue();
        assertThat(report.name()).isEqualTo("words");
        assertThat(report.unchecked())
                .containsExactly(
                        "classes: com.example.Spout, com.example.Bolt",
                        "arguments of their constructors, factories, properties and methods",
                        "streams and fields that components declare");
    }

    @Test
    void theGraphShowsParallelismAndGroupings() {
        FluxReport report = Flux.checkWithoutClasses(new FluxFile.Text("t", WORDS), FluxOptions.defaults());

        assertThat(report.graph()).isEqualTo("""
                        flowchart LR
                            n1(["spout<br/>x2, 4 tasks"])
                            n2["count #quot;all#quot;<br/>x1"]
                            n1 -->|"words: FIELDS [word, day]"| n2
                        """);
    }

    /** The same picture whether it is drawn from the file alone or from the topology made of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: SHUFFLE}|SHUFFLE",
                "{type: FIELDS, args: [word]}|FIELDS [word]",
                "{type: FIELDS, args: [left, right], streamId: pairs}|pairs: FIELDS [left, right]",
                "{type: partial_key, args: [word]}|PARTIAL_KEY [word]",
                "{type: all}|ALL",
                "{type: GLOBAL, streamId: pairs}|pairs: GLOBAL",
                "{type: NONE}|NONE",
                "{type: DIRECT, streamId: aimed}|aimed: DIRECT",
                "{type: local-or-shuffle}|LOCAL_OR_SHUFFLE",
                "{type: CUSTOM, customClass: {className: dev.vendaval.flux.samples.PickGrouping, constructorArgs: [0]}}"
                        + "|CUSTOM",
            })
    void theGraphLabelsAStreamWithItsGrouping(String grouping, String label) {
        FluxFile file = new FluxFile.Text("t", """
                name: t
                spouts:
                  - {id: spout, className: dev.vendaval.flux.samples.WordSpout}
                bolts:
                  - {id: bolt, className: dev.vendaval.flux.samples.PassBolt, parallelism: 3}
                streams:
                  - {from: spout, to: bolt, grouping: %s}
                """.formatted(grouping));

        assertThat(List.of(
                        Flux.check(file, FluxOptions.defaults()),
                        Flux.checkWithoutClasses(file, FluxOptions.defaults())))
                .allSatisfy(report -> assertThat(report.problems()).isEmpty())
                .extracting(FluxReport::graph)
                .containsOnly("""
                        flowchart LR
                            n1(["spout<br/>x1"])
                            n2["bolt<br/>x3"]
                            n1 -->|"%s"| n2
                        """.formatted(label));
    }

    @Test
    void everyGroupingIsDrawn() {
        // A new one needs a line in the test above.
        assertThat(GroupingType.values()).hasSize(9);
    }

    @Test
    void aFileOfPropertiesThatIsNotThere() {
        assertThatThrownBy(() -> FluxOptions.defaults().withProperties(Path.of("none.properties")))
                .isInstanceOf(FluxException.class)
                .hasMessageContaining("the file of properties none.properties is not there; give a file of lines");
    }

    @Test
    void aResourceWithoutClassesIsNotCalledValid() {
        assertThat(Flux.checkWithoutClasses(FluxFile.resource("t.yaml"), FluxOptions.defaults())
                        .isValid())
                .isFalse();
    }

    @Test
    void aCharacterThatYamlDoesNotHaveIsPointedAt() {
        assertThat(Loaded.problemsOf("name: t\nconfig: {a: \u0000}\n", FluxOptions.defaults()))
                .containsExactly(
                        "2:13: the character U+0000 cannot stand here; remove it; a topology file is plain text"
                                + " in UTF-8");
    }

    @Test
    void manyComponentsMayShareSettingsByAMergeKey() {
        StringBuilder yaml = new StringBuilder("""
                name: t
                spouts:
                  - &first
                    id: s0
                    className: dev.vendaval.flux.samples.WordSpout
                """);
        for (int i = 1; i <= 200; i++) {
            yaml.append("  - {<<: *first, id: s").append(i).append("}\n");
        }

        assertThat(Loaded.of(yaml.toString()).topology().components()).hasSize(201);
    }

    @Test
    void theGraphOfATopologyMadeByCodeNeedsItsClasses() {
        FluxFile file = new FluxFile.Text(
                "t", "name: coded\ntopologySource:\n  className: dev.vendaval.flux.samples.CodedTopology\n");

        assertThat(Flux.checkWithoutClasses(file, FluxOptions.defaults()).graph())
                .isEqualTo("flowchart LR\n");
        assertThat(Flux.check(file, FluxOptions.defaults()).graph())
                .isEqualTo("flowchart LR\n    n1([\"coded<br/>x1\"])\n");
    }

    @Test
    void configurationKeysAreCheckedByTheRuleOfTheCaller() {
        FluxOptions options = FluxOptions.defaults()
                .withConfigRule((key, value) -> key.equals("topology.wokers")
                        ? Optional.of(key + ": did you mean topology.workers?")
                        : Optional.empty());

        assertThat(Flux.checkWithoutClasses(new FluxFile.Text("t", WORDS), options)
                        .problems())
                .singleElement()
                .hasToString("t:2:31: configuration key topology.wokers: did you mean topology.workers?");
    }

    @Test
    void loadingABrokenFileThrowsWithEveryProblem() {
        assertThatThrownBy(() -> Loaded.of("name: a b\nspouts: []\nbolt: 1\n"))
                .isInstanceOfSatisfying(
                        FluxException.class, e -> assertThat(e.problems()).hasSize(2))
                .hasMessage("""
                        topology.yaml has 2 errors
                          topology.yaml:1:7: topology name 'a b' contains a space; a topology name has 1 to 128 printable characters, none of them / . : \\ or white space, for example 'word-count'
                          topology.yaml:3:1: unknown key 'bolt' in a topology; did you mean 'bolts'? keys: name, config, includes, components, spouts, bolts, streams, workerHooks, topologySource""");
    }

    @Test
    void nothingIsInstantiatedButTheClassesNamed() {
        assertThat(Loaded.problemsOf("""
                        name: t
                        config: {a: !!java.net.URL ["http://localhost"]}
                        spouts:
                          - id: spout
                            className: dev.vendaval.flux.samples.WordSpout
                        """, FluxOptions.defaults()))
                .singleElement()
                .asString()
                .startsWith("2:13: the tag !!java.net.URL is not allowed; remove it");
    }
}
