package dev.vendaval.flux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.flux.samples.Starting;
import dev.vendaval.flux.samples.TankBolt;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments that are easily got wrong. */
class ArgumentsTest {
    private static final String YAML = """
            name: t
            components:
              - {id: one, className: dev.vendaval.flux.samples.Tank, constructorArgs: [first]}
              - {id: two, className: dev.vendaval.flux.samples.Tank, constructorArgs: [second]}
              - id: shelf
                className: dev.vendaval.flux.samples.Shelf
                configMethods:
                  - name: %s
                    args: %s
            spouts:
              - {id: spout, className: dev.vendaval.flux.samples.WordSpout}
            bolts:
              - {id: bolt, className: dev.vendaval.flux.samples.TankBolt, constructorArgs: [{ref: shelf}]}
            streams:
              - {from: spout, to: bolt, grouping: {type: SHUFFLE}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "properties|[{acks: 1}]|1",
                "set|[3]|int 3",
                "linked|[[1], [a], [2]]|[1] [a] [2]",
                "any|[{refs: [a]}, {a: {ref: one}}]|{refs=[a]} {a=Tank first}",
                "exact|[9007199254740992]|double 9.007199254740992E15",
                "exact|[0.1]|double 0.1",
                "exact|[.inf]|double Infinity",
                "narrow|[0.1]|float 0.1",
                "tanks|[{ref: one}, {reflist: [one, two]}]|first 2",
            })
    void whatAMethodGets(String method, String arguments, String given) {
        assertThat(Loaded.object(Loaded.of(YAML.formatted(method, arguments)).topology(), "bolt", TankBolt.class)
                        .tank
                        .given)
                .isEqualTo(given);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exact|[9007199254740993]|9:16: component 'shelf': exact(double) is given the number 9007199254740993, which no"
                        + " double is exactly; the nearest is 9007199254740992",
                "narrow|[16777217]|9:16: component 'shelf': narrow(float) is given the number 16777217, which no float is"
                        + " exactly; the nearest is 16777216",
                "exact|[1e400]|9:16: component 'shelf': exact(double) is given the number 1e400, which is out of range;"
                        + " double goes to 1.7e308",
                "own|[[a]]|9:16: component 'shelf': own(OwnList) is given a list of 1; no list of a file is made a"
                        + " dev.vendaval.flux.samples.Shelf$OwnList: define it under components and refer to it by ref",
                "varargs|[a, x]|9:19: component 'shelf': varargs(String, int...) is given the text \"x\"; a whole number is"
                        + " wanted",
                "varargs|[a, [x]]|9:20: component 'shelf': varargs(String, int...) is given the text \"x\"; a whole number is"
                        + " wanted",
                "any|[{ref: [one]}, {}]|9:22: ref is a list; write {ref: id} for one component, {reflist: [id, id]} for a list"
                        + " of them",
                "any|[{reflist: one}, {}]|9:26: reflist is the text \"one\"; write {ref: id} for one component, {reflist: [id,"
                        + " id]} for a list of them",
            })
    void whatAMethodDoesNotTake(String method, String arguments, String problem) {
        assertThat(Loaded.problemsOf(YAML.formatted(method, arguments), FluxOptions.defaults()))
                .containsExactly(problem);
    }

    @Test
    void classesThatTheFileDoesNotNameForAnObjectAreNotInitialized() {
        Loaded.of(YAML.formatted("type", "[dev.vendaval.flux.samples.Starting$Marked, /a]"));
        assertThat(Starting.COUNT).hasValue(0);

        Loaded.of(YAML.formatted("type", "[java.lang.String, /a]")
                .replace("spouts:", "  - {id: marked, className: dev.vendaval.flux.samples.Starting$Marked}\nspouts:"));
        assertThat(Starting.COUNT).hasValue(1);
    }

    @Test
    void aFactoryAndMethodsTakeComponents() {
        String yaml =
                YAML.formatted("tanks", "[{ref: made}, {reflist: [one, made]}]").replace("spouts:", """
                          - id: made
                            className: java.util.Objects
                            factory: requireNonNull
                            factoryArgs: [{ref: two}]
                        spouts:""");

        assertThat(Loaded.object(Loaded.of(yaml).topology(), "bolt", TankBolt.class).tank.given)
                .isEqualTo("second 2");
    }

    @Test
    void anAmbiguousConstructorListsTheCandidates() {
        String yaml = YAML.formatted("set", "[1]").replace("spouts:", """
                          - {id: none, className: dev.vendaval.flux.samples.Shelf, constructorArgs: [null]}
                        spouts:""");

        assertThat(Loaded.problemsOf(yaml, FluxOptions.defaults()))
                .containsExactly("10:78: component 'none': (nothing) fits more than one constructor equally well:"
                        + " Shelf(Comparable), Shelf(Runnable); make an argument of the type that is meant under components"
                        + " and refer to it by ref");
    }

    @Test
    void aTopologySourceThatNamesAMissingClassIsTold() {
        FluxOptions options =
                FluxOptions.defaults().withClasses(new WithoutAbsent(ArgumentsTest.class.getClassLoader()), List.of());

        assertThat(Loaded.problemsOf(
                        "name: t\ntopologySource:\n  className: dev.vendaval.flux.samples.NeedsAbsent$ByMethod\n",
                        options))
                .singleElement()
                .asString()
                .contains(
                        "topologySource: there is no class dev.vendaval.flux.samples.Absent, which its class names; the jar"
                                + " must have all it needs");
    }
}
