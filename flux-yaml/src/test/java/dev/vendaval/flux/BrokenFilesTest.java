package dev.vendaval.flux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of the directory {@code broken} ends with the messages that it is to get, in lines that begin with {@code #!}. */
class BrokenFilesTest {
    private static final String EXPECTED = "#! ";
    private static final Map<String, String> PROPERTIES = Map.of("set", "value", "list", "[a, b]");
    private static final List<String> KNOWN_CLASSES =
            List.of("dev.vendaval.flux.samples.WordSpout", "dev.vendaval.flux.samples.PassBolt");

    @TempDir
    Path directory;

    static Stream<String> brokenFiles() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(brokenDirectory())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    private static Path brokenDirectory() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(BrokenFilesTest.class.getResource("broken"))
                .toURI());
    }

    private static FluxOptions options() {
        FluxOptions options = FluxOptions.defaults().withProperties(PROPERTIES);
        return options.withClasses(new WithoutAbsent(options.classes()), KNOWN_CLASSES);
    }

    @ParameterizedTest
    @MethodSource("brokenFiles")
    void aBrokenFileGetsItsMessages(String name) throws IOException, URISyntaxException {
        Path file = brokenDirectory().resolve(name);
        List<String> expected = Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(EXPECTED))
                .map(line -> line.substring(EXPECTED.length()))
                .toList();

        List<String> found = Flux.check(FluxFile.of(file), options()).problems().stream()
                .map(problem -> problem.toString()
                        .substring(file.toString().length() + 1)
                        .replace(file.getParent() + "/", ""))
                .toList();

        assertThat(found).isEqualTo(expected);
        assertThat(Flux.check(FluxFile.of(file), options()).isValid()).isFalse();
    }

    @Test
    void thereAreFortyOfThem() throws IOException, URISyntaxException {
        assertThat(brokenFiles().count()).isGreaterThanOrEqualTo(40);
    }

    @Test
    void filesThatIncludeEachOtherAreShown() throws IOException {
        Path main = Files.writeString(directory.resolve("a.yaml"), "name: t\nincludes:\n  - file: b.yaml\n");
        Files.writeString(directory.resolve("b.yaml"), "includes:\n  - file: a.yaml\n");

        assertThat(Flux.check(FluxFile.of(main), options()).problems())
                .singleElement()
                .asString()
                .endsWith(
                        "b.yaml:2:11: files include each other: a.yaml -> b.yaml -> a.yaml; remove one of the includes");
    }

    @Test
    void aProblemOfAnIncludedFileIsToldThere() throws IOException {
        Path main = Files.writeString(directory.resolve("a.yaml"), "name: t\nincludes:\n  - file: b.yaml\n");
        Files.writeString(directory.resolve("b.yaml"), "spouts:\n  - id: one\n    className: none.Such\n");

        assertThat(Flux.check(FluxFile.of(main), options()).problems())
                .singleElement()
                .asString()
                .startsWith(directory.resolve("b.yaml") + ":3:16: there is no class none.Such; ");
    }

    @Test
    void aFileThatIsNotThere() {
        assertThat(Flux.check(FluxFile.of(Path.of("none.yaml")), options()).problems())
                .singleElement()
                .hasToString("the file none.yaml is not there; give the path of a YAML file");
    }
}
