package dev.vendaval.flux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentMemory;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.Subscription;
import dev.vendaval.api.Topology;
import dev.vendaval.flux.samples.GreetingHook;
import dev.vendaval.flux.samples.PickGrouping;
import dev.vendaval.flux.samples.Tank;
import dev.vendaval.flux.samples.TankBolt;
import dev.vendaval.flux.samples.Unit;
import dev.vendaval.flux.samples.WordSpout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Storm's Flux documentation, feature by feature. */
class StormFeaturesTest {
    private static final String SAMPLES = "dev.vendaval.flux.samples.";
    private static final String SPOUT = """
            name: t
            spouts:
              - id: spout
                className: dev.vendaval.flux.samples.WordSpout
            """;

    @TempDir
    Path directory;

    private static Tank tank(String definition) {
        Topology topology = Loaded.of(SPOUT
                        + """
                        components:
                        %s
                        bolts:
                          - id: bolt
                            className: dev.vendaval.flux.samples.TankBolt
                            constructorArgs:
                              - ref: tank
                        streams:
                          - from: spout
                            to: bolt
                            grouping: {type: SHUFFLE}
                        """.formatted(definition.stripTrailing().indent(2).stripTrailing()))
                .topology();
        return Loaded.object(topology, "bolt", TankBolt.class).tank;
    }

    private static String given(String calls) {
        return tank("- id: tank\n  className: " + SAMPLES + "Tank\n  configMethods:\n" + calls.indent(4)).given;
    }

    @Test
    void aTopologyOfSpoutsBoltsAndStreams() {
        FluxTopology loaded = Loaded.of("""
                name: "yaml-topology"
                config:
                  topology.workers: 2
                  mine: [1, {a: b}]
                spouts:
                  - id: "spout-1"
                    className: "dev.vendaval.flux.samples.WordSpout"
                    constructorArgs: [a, b]
                    parallelism: 2
                    numTasks: 4
                bolts:
                  - id: "bolt-1"
                    className: "dev.vendaval.flux.samples.PassBolt"
                    stateless: true
                    config: {topology.tick.tuple.freq: 1s}
                streams:
                  - name: "spout-1 --> bolt-1" # only for people
                    from: "spout-1"
                    to: "bolt-1"
                    grouping:
                      type: FIELDS
                      args: ["word"]
                """);

        assertThat(loaded.name()).isEqualTo("yaml-topology");
        assertThat(loaded.config())
                .containsEntry("topology.workers", 2)
                .containsEntry("mine", List.of(1, Map.of("a", "b")));
        ComponentDefinition spout = loaded.topology().component("spout-1");
        assertThat(spout.parallelism()).isEqualTo(2);
        assertThat(spout.taskCount()).isEqualTo(4);
        assertThat(Loaded.object(loaded.topology(), "spout-1", WordSpout.class).words)
                .containsExactly("a", "b");
        ComponentDefinition bolt = loaded.topology().component("bolt-1");
        assertThat(bolt.configuration()).containsEntry("topology.tick.tuple.freq", "1s");
        assertThat(bolt.memory()).isEqualTo(ComponentMemory.NONE);
        assertThat(bolt.subscriptions())
                .containsExactly(new Subscription("spout-1", "default", Grouping.fields(new Fields("word"))));
        assertThat(loaded.warnings()).isEmpty();
    }

    @Test
    void propertiesOfAFileStandForVariables() throws IOException {
        Path file = Files.writeString(directory.resolve("dev.properties"), "a: x\nb=y\ncount=3\nlist=[\"p\", \"q\"]\n");
        FluxOptions options = FluxOptions.defaults().withProperties(file);

        FluxTopology loaded = Loaded.of("""
                name: t-${a}-${b} # ${nobody}
                config: {"${a}": "${list[1]}", host: "${a}:${missing:2181}", all: ${list}}
                spouts:
                  - id: spout
                    className: dev.vendaval.flux.samples.WordSpout
                    parallelism: ${count}
                    constructorArgs: ["${a}", '${b} and ${a}']
                """, options);

        assertThat(loaded.name()).isEqualTo("t-x-y");
        assertThat(loaded.config())
                .containsEntry("x", "q")
                .containsEntry("host", "x:2181")
                .containsEntry("all", List.of("p", "q"));
        assertThat(loaded.topology().component("spout").parallelism()).isEqualTo(3);
        assertThat(Loaded.object(loaded.topology(), "spout", WordSpout.class).words)
                .containsExactly("x", "y and x");
    }

    @Test
    void aValueCannotBreakOutOfItsQuotes() {
        FluxOptions options = FluxOptions.defaults().withProperties(Map.of("evil", "\"\nspouts: []\n# ' : {"));

        assertThat(Loaded.of(SPOUT + "config: {a: \"${evil}\"}\n", options).config())
                .containsEntry("a", "\"\nspouts: []\n# ' : {");
    }

    @Test
    void environmentVariablesAreLookedUpOnRequest() {
        FluxOptions options = FluxOptions.defaults().withEnvironment(Map.of("ZK_HOSTS", "zk1:2181"));
        String yaml = SPOUT + "config: {hosts: '${ENV-ZK_HOSTS}', other: '${ENV-NONE:none}'}\n";

        assertThat(Loaded.of(yaml, options).config())
                .containsEntry("hosts", "zk1:2181")
                .containsEntry("other", "none");
        assertThat(Loaded.problemsOf(yaml, FluxOptions.defaults()))
                .containsExactly(
                        "5:18: environment variable 'ZK_HOSTS' is not looked up; ${ENV-...} works with --env-filter"
                                + " only",
                        "5:44: warning: environment variable 'NONE' is not looked up: ${ENV-NONE:...} is its default;"
                                + " ${ENV-...} works with --env-filter only");
    }

    @Test
    void aComponentIsMadeByItsConstructor() {
        assertThat(tank("- id: tank\n  className: " + SAMPLES + "Tank\n  constructorArgs: [\"localhost:2181\"]").label)
                .isEqualTo("localhost:2181");
    }

    @Test
    void aComponentIsMadeByAStaticFactory() {
        Tank made = tank("""
                - id: wait
                  className: java.time.Duration
                  factory: ofSeconds
                  factoryArgs: [7]
                - id: tank
                  className: dev.vendaval.flux.samples.Tank
                  factory: ofLevel
                  factoryArgs: [5]
                  properties:
                    - name: wait
                      ref: wait
                """);

        assertThat(made.level).isEqualTo(5);
        assertThat(made.wait).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void referencesWorkInAnyOrderOfDefinition() {
        Tank made = tank("""
                - id: tank
                  className: dev.vendaval.flux.samples.Tank
                  constructorArgs:
                    - reflist: [one, two]
                - id: two
                  className: dev.vendaval.flux.samples.Tank
                  constructorArgs: [second]
                - id: one
                  className: dev.vendaval.flux.samples.Tank
                  properties:
                    - name: tanks
                      reflist: [two]
                """);

        assertThat(made.tanks).hasSize(2);
        assertThat(made.tanks.get(1).label).isEqualTo("second");
        assertThat(made.tanks.get(0).tanks.get(0)).isSameAs(made.tanks.get(1));
    }

    @Test
    void propertiesAreSetBySetterOrPublicField() {
        Tank made = tank("""
                - id: other
                  className: dev.vendaval.flux.samples.Tank
                - id: tank
                  className: dev.vendaval.flux.samples.Tank
                  properties:
                    - name: wait
                      value: 250ms
                    - name: level
                      value: 3
                    - name: unit
                      value: gb
                    - name: tanks
                      value: [{ref: other}]
                    - name: label
                      value: null
                """);

        assertThat(made.wait).isEqualTo(Duration.ofMillis(250));
        assertThat(made.level).isEqualTo(3);
        assertThat(made.unit).isEqualTo(Unit.GB);
        assertThat(made.tanks).hasSize(1);
        assertThat(made.label).isNull();
    }

    @Test
    void configurationMethodsAreCalledInOrder() {
        assertThat(given("""
                        - name: withFoo
                          args: [foo]
                        - name: withFooBar
                          args: [foo, bar]
                        """)).isEqualTo("foo=foo;foo=foo bar=bar;");
    }

    @Test
    void enumsAreWrittenByName() {
        Tank made = tank("- id: tank\n  className: " + SAMPLES + "Tank\n  constructorArgs:\n    - 5.0\n    - MB");

        assertThat(made.level).isEqualTo(5);
        assertThat(made.unit).isEqualTo(Unit.MB);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number|[5]|long 5",
                "number|[5.0]|double 5.0",
                "number|['5']|text 5",
                "number|[tall]|text tall",
                "array|[[1, 2, 3]]|array of 3",
                "varargs|[a]|a and 0",
                "varargs|[a, 1, 2]|a and 2",
                "varargs|[a, [1, 2]]|a and 2",
                "collections|[[a, a], [1, 2], {x: 30s}]|[a] [1, 2] {x=PT30S}",
                "size|[64MiB]|bytes 67108864",
                "size|['7']|bytes 7",
                "type|[java.lang.String, /a/b]|String /a/b",
                "nested|[{x: [{ref: other}]}]|nested there",
                "flag|[true, [1, {a: yes}]]|true [1, {a=true}]",
                "flag|['true', text]|true text",
                "setLimit|[127]|limit 127",
            })
    void valuesAreBroughtToTheDeclaredType(String method, String arguments, String given) {
        Tank made = tank("""
                - id: other
                  className: dev.vendaval.flux.samples.Tank
                  constructorArgs: [there]
                - id: tank
                  className: dev.vendaval.flux.samples.Tank
                  configMethods:
                    - name: %s
                      args: %s
                """.formatted(method, arguments));

        assertThat(made.given).isEqualTo(given);
    }

    @Test
    void everyGroupingInUpperAndLowerCase() {
        String bolts = "";
        String streams = "";
        List<String> groupings = List.of(
                "SHUFFLE", "all", "GLOBAL", "none", "LOCAL_OR_SHUFFLE", "local-or-shuffle", "Fields", "partial_key");
        for (int i = 0; i < groupings.size(); i++) {
            String arguments = i >= 6 ? ", args: [right]" : "";
            bolts += "  - {id: b%d, className: dev.vendaval.flux.samples.PassBolt}\n".formatted(i);
            streams += "  - {from: spout, to: b%d, grouping: {type: %s, streamId: pairs%s}}\n"
                    .formatted(i, groupings.get(i), arguments);
        }
        Topology topology =
                Loaded.of(SPOUT + "bolts:\n" + bolts + "streams:\n" + streams).topology();

        Fields right = new Fields("right");
        List<Grouping> expected = List.of(
                Grouping.shuffle(),
                Grouping.all(),
                Grouping.global(),
                Grouping.none(),
                Grouping.localOrShuffle(),
                Grouping.localOrShuffle(),
                Grouping.fields(right),
                Grouping.partialKey(right));
        for (int i = 0; i < expected.size(); i++) {
            assertThat(topology.component("b" + i).subscriptions())
                    .containsExactly(new Subscription("spout", "pairs", expected.get(i)));
        }
    }

    @Test
    void directAndCustomGroupings() {
        Topology topology = Loaded.of(SPOUT + """
                        bolts:
                          - id: aimed
                            className: dev.vendaval.flux.samples.PassBolt
                          - id: picked
                            className: dev.vendaval.flux.samples.PassBolt
                        streams:
                          - from: spout
                            to: aimed
                            grouping: {type: DIRECT, streamId: aimed}
                          - from: spout
                            to: picked
                            grouping:
                              type: CUSTOM
                              customClass:
                                className: dev.vendaval.flux.samples.PickGrouping
                                constructorArgs: [1]
                        """).topology();

        assertThat(topology.component("aimed").subscriptions().get(0).grouping())
                .isEqualTo(Grouping.direct());
        byte[] custom =
                topology.component("picked").subscriptions().get(0).grouping().custom();
        assertThat(Loaded.read(Objects.requireNonNull(custom), PickGrouping.class).index)
                .isEqualTo(1);
    }

    @Test
    void workerHooksAreMadeLikeComponents() {
        Topology topology = Loaded.of(SPOUT + """
                        workerHooks:
                          - id: hook
                            className: dev.vendaval.flux.samples.GreetingHook
                            properties: [{name: greeting, value: ola}]
                        """).topology();

        assertThat(Loaded.read(topology.workerHooks().get(0), GreetingHook.class).greeting)
                .isEqualTo("ola");
    }

    @ParameterizedTest
    @CsvSource({"getTopology,coded-x", "fromMap,map-1", "fromNothing,nothing"})
    void anExistingClassMakesTheTopology(String method, String spoutId) {
        Topology topology = Loaded.of("""
                        name: existing
                        config: {suffix: -x}
                        topologySource:
                          className: dev.vendaval.flux.samples.CodedTopology
                          methodName: %s
                        """.formatted(method)).topology();

        assertThat(topology.components().get(0).id()).isEqualTo(spoutId);
    }

    @Test
    void theSourceOfATopologyTakesConstructorArguments() {
        Topology topology = Loaded.of("""
                        name: existing
                        topologySource:
                          className: dev.vendaval.flux.samples.CodedTopology
                          constructorArgs: [given]
                        """).topology();

        assertThat(topology.components().get(0).id()).isEqualTo("given");
    }

    @Test
    void includesAddAndOverrideOnRequest() throws IOException {
        Files.createDirectory(directory.resolve("parts"));
        Files.writeString(directory.resolve("parts/common.yaml"), """
                config: {topology.workers: 9, extra: 1}
                spouts:
                  - {id: spout, className: dev.vendaval.flux.samples.WordSpout, parallelism: 9}
                includes:
                  - file: deeper.yaml
                """);
        Files.writeString(
                directory.resolve("parts/deeper.yaml"),
                "name: deep\nbolts:\n  - {id: bolt, className: dev.vendaval.flux.samples.PassBolt}\n");
        Path main = directory.resolve("main.yaml");

        for (boolean override : List.of(false, true)) {
            Files.writeString(main, """
                    name: main
                    config: {topology.workers: 1}
                    includes:
                      - file: parts/common.yaml
                        override: %s
                    spouts:
                      - {id: spout, className: dev.vendaval.flux.samples.WordSpout, parallelism: 1}
                    streams:
                      - {from: spout, to: bolt, grouping: {type: SHUFFLE}}
                    """.formatted(override));
            FluxTopology loaded = Flux.load(main, FluxOptions.defaults());

            assertThat(loaded.name()).isEqualTo(override ? "deep" : "main");
            assertThat(loaded.config())
                    .containsEntry("topology.workers", override ? 9 : 1)
                    .containsEntry("extra", 1);
            assertThat(loaded.topology().component("spout").parallelism()).isEqualTo(override ? 9 : 1);
            assertThat(loaded.topology().component("bolt").subscriptions()).hasSize(1);
        }
    }

    @Test
    void aResourceIsIncludedAndLoaded() {
        FluxTopology loaded = Loaded.of("""
                name: of-resource
                includes:
                  - resource: true
                    file: /dev/vendaval/flux/working/words.yaml
                """);

        assertThat(loaded.topology().components()).hasSize(2);
        assertThat(Flux.load(FluxFile.resource("dev/vendaval/flux/working/words.yaml"), FluxOptions.defaults())
                        .name())
                .isEqualTo("words");
    }

    @Test
    void anchorsAliasesAndMergeKeysOfYamlWork() {
        Tank made = tank("""
                - &base
                  id: base
                  className: dev.vendaval.flux.samples.Tank
                  constructorArgs: [same]
                - <<: *base
                  id: tank
                """);

        assertThat(made.label).isEqualTo("same");
    }

    @Test
    void aKeyOfStormsWithoutMeaningHereIsAWarning() {
        FluxTopology loaded = Loaded.of(SPOUT + "    onHeapMemoryLoad: 128\n");

        assertThat(loaded.warnings())
                .singleElement()
                .asString()
                .isEqualTo("topology.yaml:5:5: warning: 'onHeapMemoryLoad' is ignored; workers are not scheduled by"
                        + " memory and processors yet");
    }
}
