package dev.vendaval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topology files on the command line, in this JVM, without a cluster or with a local one. */
class FluxCommandsTest {
    private static final String VALID = """
            name: words-${environment:test}
            config: {mine: "${ENV-MINE:none}"}
            spouts:
              - id: spout
                className: dev.vendaval.cli.SubmittingMain$PublicSpout
                parallelism: 2
            """;

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path jar;
    private Path file;

    @BeforeEach
    void makeFiles() throws IOException {
        jar = UserJars.create(directory);
        file = Files.writeString(directory.resolve("t.yaml"), VALID);
    }

    private int run(String... arguments) {
        return Vendaval.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("MINE", "of the environment"));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aValidFileIsExitCode0AndNamesWhatWasNotChecked() {
        assertThat(run("flux", "validate", "--env-filter", file.toString())).isZero();

        assertThat(out())
                .startsWith(file + " is valid")
                .contains("not checked without --jar: classes: dev.vendaval.cli.SubmittingMain$PublicSpout");
    }

    @Test
    void withTheJarNothingIsLeftUnchecked() {
        assertThat(run("flux", "validate", "--json", "--env-filter", "--jar", jar.toString(), file.toString()))
                .isZero();

        assertThat(out()).contains("\"name\":\"words-test\"", "\"valid\":true", "\"problems\":[]", "\"unchecked\":[]");
    }

    @Test
    void aBrokenFileIsExitCode2WithEveryProblem() throws IOException {
        Files.writeString(file, "name: t\nconfig: {topology.wokers: 2}\nspouts:\n  - id: a\n    clasName: x\n");

        assertThat(run("flux", "validate", file.toString())).isEqualTo(2);

        assertThat(err())
                .contains(
                        "has 2 errors", file + ":2:10: configuration key topology.wokers", file + ":5:5: unknown key");
    }

    @Test
    void withJsonTheProblemsAreFields() throws IOException {
        Files.writeString(file, "name: t\n");

        assertThat(run("--json", "flux", "validate", file.toString())).isEqualTo(2);

        assertThat(out())
                .startsWith("{\"error\":{\"code\":\"CONFIG\"")
                .contains("\"line\":1,\"column\":1,\"severity\":\"ERROR\",\"found\":\"the topology has no spout\"");
    }

    @Test
    void theGraphIsMermaidAndTheSchemaJson() {
        assertThat(run("flux", "graph", file.toString())).isZero();
        assertThat(run("flux", "schema")).isZero();

        assertThat(out()).contains("flowchart LR", "n1([\"spout<br/>x2\"])", "{\"$schema\":");
    }

    @Test
    void fluxWithoutASubcommandIsAUsageError() {
        assertThat(run("flux")).isEqualTo(2);

        assertThat(err()).contains("validate, graph or schema");
    }

    @Test
    void aDryRunShowsTheTopologyAndNeedsNoCluster() {
        assertThat(run("jar", jar.toString(), "--flux", file.toString(), "--env-filter", "--dry-run"))
                .isZero();
        assertThat(run("jar", "--json", jar.toString(), "--flux", file.toString(), "--env-filter", "--dry-run"))
                .isZero();

        assertThat(out())
                .contains("words-test can be submitted", "executors 2, tasks 2")
                .contains("{\"name\":\"words-test\",\"config\":{\"mine\":\"of the environment\"}");
    }

    @Test
    void aFileRunsInThisProcess() {
        assertThat(run("local", "--json", jar.toString(), "--flux", file.toString(), "--local-ttl", "1"))
                .isZero();

        assertThat(out())
                .startsWith("{\"topologies\":[{\"name\":\"words-test\"")
                .contains("\"state\":\"RUNNING\"");
    }

    @Test
    void stormsFormRunsWithoutTheJarBundlingFlux() throws IOException {
        Path filter = Files.writeString(directory.resolve("dev.properties"), "environment=dev\n");

        assertThat(run(
                        "jar",
                        "--json",
                        jar.toString(),
                        "dev.vendaval.flux.Flux",
                        "--local",
                        file.toString(),
                        "--filter",
                        filter.toString(),
                        "-s",
                        "1000",
                        "-c",
                        "mine=given"))
                .isZero();

        assertThat(out()).startsWith("{\"topologies\":[{\"name\":\"words-dev\"").contains("\"mine\":\"given\"");
    }

    @Test
    void everyOptionOfStormsIsTakenAndTheFileMayBeInTheJar() throws IOException {
        try (FileSystem entries = FileSystems.newFileSystem(jar)) {
            Files.writeString(entries.getPath("inside.yaml"), VALID);
        }

        assertThat(run(
                        "jar",
                        jar.toString(),
                        "org.apache.storm.flux.Flux",
                        "--resource",
                        "--dry-run",
                        "--env-filter",
                        "--inactive",
                        "--remote",
                        "--no-detail",
                        "--no-splash",
                        "--zookeeper",
                        "localhost:2181",
                        "/inside.yaml"))
                .isZero();
        assertThat(run("flux", "validate", "--jar", jar.toString(), "--resource", "inside.yaml"))
                .isZero();
        assertThat(run("flux", "validate", "--resource", "inside.yaml")).isEqualTo(2);

        assertThat(out()).contains("words-test can be submitted", "inside.yaml is valid");
        assertThat(err()).contains("--resource without --jar");
    }

    @Test
    void bothLocalAndRemoteIsAUsageError() {
        assertThat(run("jar", jar.toString(), "dev.vendaval.flux.Flux", "-l", "-r", file.toString()))
                .isEqualTo(2);
        assertThat(run("jar", jar.toString(), "dev.vendaval.flux.Flux", "--locl", file.toString()))
                .isEqualTo(2);

        assertThat(err()).contains("both --local and --remote", "--locl");
    }

    @Test
    void stormsDryRunIsTakenToo() {
        assertThat(run("jar", jar.toString(), "org.apache.storm.flux.Flux", "-d", "-n", file.toString()))
                .isZero();

        assertThat(out()).contains("words-test can be submitted");
    }

    @Test
    void aBrokenFileIsNotSubmitted() throws IOException {
        Files.writeString(file, VALID.replace("PublicSpout", "PublicSpot"));

        assertThat(run("jar", jar.toString(), "--flux", file.toString(), "--dry-run"))
                .isEqualTo(2);

        assertThat(err()).contains(":5:16: there is no class dev.vendaval.cli.SubmittingMain$PublicSpot");
    }

    @Test
    void fluxAndAClassDoNotGoTogether() {
        assertThat(run("jar", "--flux", file.toString(), jar.toString(), "Main"))
                .isEqualTo(2);
        assertThat(run("jar", "--dry-run", jar.toString(), "Main")).isEqualTo(2);
        assertThat(run("jar", jar.toString())).isEqualTo(2);

        assertThat(err()).contains("with --flux no class is run", "--dry-run needs --flux FILE", "'CLASS'");
    }

    @Test
    void optionsMayStandOnBothSidesOfTheJar() {
        assertThat(run("jar", "--flux", file.toString(), jar.toString(), "--dry-run"))
                .isZero();
        assertThat(run("jar", jar.toString(), "--flux", file.toString(), "Main"))
                .isEqualTo(2);

        assertThat(out()).contains("words-test can be submitted");
        assertThat(err()).contains("and the class Main; with --flux no class is run");
    }

    @Test
    void withAResourceThePropertiesAreLookedForInTheJarFirst() throws IOException {
        Path onDisk = Files.writeString(directory.resolve("disk.properties"), "environment=disk\n");
        try (FileSystem entries = FileSystems.newFileSystem(jar)) {
            Files.writeString(entries.getPath("inside.yaml"), VALID);
            Files.writeString(entries.getPath("inside.properties"), "environment=jar\n");
        }

        for (String filter : List.of("inside.properties", "/inside.properties", onDisk.toString())) {
            assertThat(run(
                            "jar",
                            jar.toString(),
                            "--flux",
                            "inside.yaml",
                            "--resource",
                            "--filter",
                            filter,
                            "--env-filter",
                            "--dry-run"))
                    .isZero();
        }

        assertThat(out().lines().filter(line -> line.endsWith("can be submitted")))
                .containsExactly(
                        "words-jar can be submitted", "words-jar can be submitted", "words-disk can be submitted");
    }

    @Test
    void whatAConstructorPrintsStaysOutOfTheAnswer() throws IOException {
        Files.writeString(file, VALID.replace("PublicSpout", "TellingSpout\n    constructorArgs: [hello]"));

        assertThat(run("--json", "flux", "validate", "--env-filter", "--jar", jar.toString(), file.toString()))
                .isZero();
        assertThat(run("flux", "graph", "--env-filter", "--jar", jar.toString(), file.toString()))
                .isZero();

        assertThat(out()).startsWith("{\"file\":").doesNotContain("constructor says");
        assertThat(err()).contains("constructor says hello");
    }

    @Test
    void aKeyGivenTwiceByAnAliasIsToldAtTheSecond() throws IOException {
        Files.writeString(
                file,
                VALID.replace(
                        "mine: \"${ENV-MINE:none}\"",
                        "topology.tick.tuple.freq: 1s, topology.tick.tuple.freq.secs: 1"));

        assertThat(run("flux", "validate", file.toString())).isEqualTo(2);

        assertThat(err()).contains(":2:40: configuration key topology.tick.tuple.freq.secs: is the same key as");
    }

    @Test
    void whatIsIgnoredOfTheConfigurationIsAWarning() throws IOException {
        Files.writeString(file, VALID.replace("mine: \"${ENV-MINE:none}\"", "topology.acker.executors: 3"));

        assertThat(run("flux", "validate", file.toString())).isZero();

        assertThat(out()).contains(":2:10: warning: configuration: topology.acker.executors: found 3, taken as auto");
    }

    @Test
    void aDryRunShowsTheConfigurationWithTheOneOfTheCommandLine() {
        assertThat(run("--json", "-c", "mine=given", "jar", jar.toString(), "--flux", file.toString(), "--dry-run"))
                .isZero();

        assertThat(out()).contains("\"config\":{\"mine\":\"given\"}");
        assertThat(err()).contains("environment variable 'MINE' is not looked up");
    }

    @Test
    void fluxWithTheJarInPlaceOfItsFileSaysSo() {
        assertThat(run("local", "--flux", "app.jar")).isEqualTo(2);
        assertThat(err())
                .contains("--flux takes a topology file in YAML, and 'app.jar' is a jar")
                .contains("write vendaval local app.jar --flux FILE.yaml");
    }

    @Test
    void fluxWithoutAJarSaysWhatTheJarIsFor() {
        assertThat(run("jar", "--flux", "t.yaml")).isEqualTo(2);
        assertThat(err())
                .contains("--flux t.yaml comes without a JAR, which has the classes that the file names")
                .contains("write vendaval jar JAR --flux t.yaml");
    }

    @Test
    void stormsFormSaysThatItRunsLocallyAndBoundsItsTime() {
        String[] line = {"jar", jar.toString(), "dev.vendaval.flux.Flux", "--local", "-s", "0", file.toString()};
        assertThat(run(line)).isZero();
        line[5] = "9223372036854775807";
        assertThat(run(line)).isEqualTo(2);

        assertThat(err())
                .contains(
                        "running locally for 0 s, nothing is submitted", "--sleep is 9223372036854775807; it must be");
    }
}
