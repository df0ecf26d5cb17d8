package dev.vendaval.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.Grouping;
import dev.vendaval.api.Subscription;
import dev.vendaval.flux.samples.GreetingHook;
import dev.vendaval.flux.samples.TankBolt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose definition holds if a file and one that it includes have the same. */
class IncludesTest {
    @TempDir
    Path directory;

    @BeforeEach
    void writeIncluded() throws IOException {
        Files.writeString(directory.resolve("included.yaml"), """
                components:
                  - {id: tank, className: dev.vendaval.flux.samples.Tank, constructorArgs: [included]}
                  - {id: spare, className: dev.vendaval.flux.samples.Tank, constructorArgs: [spare]}
                bolts:
                  - {id: bolt, className: dev.vendaval.flux.samples.TankBolt, constructorArgs: [{ref: tank}], parallelism: 9}
                  - {id: more, className: dev.vendaval.flux.samples.TankBolt, constructorArgs: [{ref: spare}]}
                streams:
                  - {from: spout, to: bolt, grouping: {type: ALL}}
                  - {from: spout, to: more, grouping: {type: SHUFFLE}}
                workerHooks:
                  - id: hook
                    className: dev.vendaval.flux.samples.GreetingHook
                    properties: [{name: greeting, value: included}]
                """);
    }

    private Path main(String include) throws IOException {
        return Files.writeString(directory.resolve("main.yaml"), """
                name: t
                includes:
                  - %s
                components:
                  - {id: tank, className: dev.vendaval.flux.samples.Tank, constructorArgs: [own]}
                spouts:
                  - {id: spout, className: dev.vendaval.flux.samples.WordSpout}
                bolts:
                  - {id: bolt, className: dev.vendaval.flux.samples.TankBolt, constructorArgs: [{ref: tank}], parallelism: 2}
                streams:
                  - {from: spout, to: bolt, grouping: {type: GLOBAL}}
                workerHooks:
                  - id: hook
                    className: dev.vendaval.flux.samples.GreetingHook
                    properties: [{name: greeting, value: own}]
                """.formatted(include));
    }

    @ParameterizedTest
    @CsvSource({"false,own,2,GLOBAL", "true,included,9,ALL"})
    void whatBothDefineIsTheOwnOneOrWithOverrideTheIncluded(
            boolean override, String text, int parallelism, Grouping.Kind grouping) throws IOException {
        FluxTopology loaded =
                Flux.load(main("{file: included.yaml, override: " + override + "}"), FluxOptions.defaults());

        assertThat(Loaded.object(loaded.topology(), "bolt", TankBolt.class).tank.label)
                .isEqualTo(text);
        assertThat(loaded.topology().component("bolt").parallelism()).isEqualTo(parallelism);
        assertThat(loaded.topology().component("bolt").subscriptions())
                .extracting(Subscription::grouping)
                .extracting(Grouping::kind)
                .containsExactly(grouping);
        assertThat(loaded.topology().workerHooks())
                .singleElement()
                .satisfies(hook -> assertThat(Loaded.read(hook, GreetingHook.class).greeting)
                        .isEqualTo(text));
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void whatOnlyTheIncludedFileDefinesIsAdded(boolean override) throws IOException {
        FluxTopology loaded =
                Flux.load(main("{file: included.yaml, override: " + override + "}"), FluxOptions.defaults());

        assertThat(Loaded.object(loaded.topology(), "more", TankBolt.class).tank.label)
                .isEqualTo("spare");
        assertThat(loaded.topology().component("more").subscriptions())
                .containsExactly(new Subscription("spout", "default", Grouping.shuffle()));
        assertThat(loaded.topology().components().stream()
                        .map(component -> component.id())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("spout", "bolt", "more");
    }

    @Test
    void whatIsWrongInAnIncludedFileHasItsPlaceThere() throws IOException {
        Path included = directory.resolve("included.yaml");
        Files.writeString(included, Files.readString(included).replace("type: ALL", "type: EVERY"));

        assertThatThrownBy(() -> Flux.load(main("{file: included.yaml, override: true}"), FluxOptions.defaults()))
                .isInstanceOf(FluxException.class)
                .hasMessageContaining(included + ":8:46: unknown grouping 'EVERY'");
    }
}
