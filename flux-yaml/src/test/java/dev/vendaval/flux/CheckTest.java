package dev.vendaval.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

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
                .startsWith("2:13: the tag tag:yaml.org,2002:java.net.URL is not allowed");
    }
}
