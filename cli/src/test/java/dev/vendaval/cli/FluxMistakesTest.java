package dev.vendaval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines about topology files that are wrong: what is said is what is wrong. All without a cluster. */
class FluxMistakesTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String jar;
    private String file;

    @BeforeEach
    void makeFiles() throws IOException {
        jar = UserJars.create(directory).toString();
        file = Files.writeString(directory.resolve("ok.yaml"), "name: t\n").toString();
    }

    /** Told of a command line that is to be refused. */
    private String refused(String... arguments) {
        assertThat(run(arguments)).isEqualTo(2);
        return err.toString(StandardCharsets.UTF_8);
    }

    private int run(String... arguments) {
        return Vendaval.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "jar"})
    void fluxAtTheEndNeedsItsFile(String command) {
        assertThat(refused(command, jar, "--flux"))
                .contains("error: --flux needs its FILE", "hint: JAR --flux topology.yaml");
    }

    @Test
    void filterAtTheEndNeedsItsFile() {
        assertThat(refused("local", jar, "--flux", file, "--filter")).contains("error: --filter needs its FILE");
    }

    @ParameterizedTest
    @CsvSource({
        "--filter dev.properties,--filter",
        "--filter=dev.properties,--filter",
        "--env-filter,--env-filter",
        "--resource,--resource",
        "--dry-run,--dry-run",
    })
    void optionsOfFluxWithoutItNeedIt(String given, String option) {
        assertThat(refused(("local " + jar + " " + given).split(" ", -1)))
                .contains("error: " + option + " needs --flux FILE")
                .doesNotContain("options go before JAR");
    }

    @Test
    void otherOptionsStillGoBeforeTheJar() {
        assertThat(refused("local", jar, "--quiet")).contains("options go before JAR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok.yaml", "conf/OK.YML"})
    void aTopologyFileInThePlaceOfTheClassGoesWithFlux(String name) {
        assertThat(refused("local", jar, name)).contains("error: '" + name + "' is no class", "JAR --flux " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void stormsFormHasAHelpOfAllItsOptions(String help) {
        assertThat(run("jar", jar, "org.apache.storm.flux.Flux", help)).isZero();
        assertThat(run("local", jar, "org.apache.storm.flux.Flux", file, help)).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "--local",
                        "--remote",
                        "--resource",
                        "--dry-run",
                        "--filter=PROPERTIES",
                        "${name}",
                        "--env-filter",
                        "--inactive",
                        "--sleep=MILLISECONDS",
                        "-c=KEY=VALUE",
                        "--no-splash",
                        "--no-detail",
                        "--zookeeper");
    }

    @Test
    void withJsonTheHelpOfStormsFormIsADocument() {
        assertThat(run("--json", "jar", jar, "org.apache.storm.flux.Flux", "--help"))
                .isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\"help\":\"Usage: vendaval jar JAR ");
    }

    @Test
    void anUnknownOptionOfStormsFormGetsThemAll() {
        assertThat(refused("jar", jar, "org.apache.storm.flux.Flux", "--locl", file))
                .contains("error: Flux: there is no option --locl")
                .contains("--local, ", "--sleep MILLISECONDS", "--resource", "-c KEY=VALUE", "--zookeeper HOST:PORT");
    }

    @Test
    void aSecondFileOfStormsForm() {
        assertThat(refused("jar", jar, "org.apache.storm.flux.Flux", file, "b.yaml"))
                .contains("Flux: one FILE only; b.yaml is one more");
    }

    @Test
    void onlyTheOptionIsUnknownAndTheNearestIsNamed() {
        assertThat(refused("flux", "validate", "--filters", "x", file))
                .contains("error: Unknown option: '--filters'" + System.lineSeparator(), "did you mean --filter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "graph"})
    void aSecondFile(String command) {
        assertThat(refused("flux", command, file, "b.yaml")).contains("error: one FILE only; 'b.yaml' is one more");
    }

    @Test
    void aTopologyFileAsJar() {
        assertThat(refused("flux", "validate", "--jar", file, file))
                .contains("is not a jar", "hint: give the jar that your build made")
                .doesNotContain("before the class");
    }

    @Test
    void aJarAsTopologyFile() {
        assertThat(refused("flux", "validate", jar))
                .contains("  " + jar + " is a jar")
                .doesNotContain(":1:1");
        assertThat(refused("--json", "flux", "validate", jar)).isNotEmpty();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"file\":\"" + jar + "\",\"severity\"")
                .doesNotContain("\"line\"");
    }

    @Test
    void anIntegerHasItsArticle() throws IOException {
        Files.writeString(Path.of(file), "name: t\nconfig: {topology.workers: many}\n");

        assertThat(refused("flux", "validate", file)).contains("write an integer, such as 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jar", "local", "flux validate", "flux graph"})
    void usageLinesNameResource(String command) {
        assertThat(run((command + " --help").split(" ", -1))).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains("[--resource]");
    }
}
