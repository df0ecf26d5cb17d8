package dev.vendaval.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.flux.document.FileText;
import dev.vendaval.flux.problem.Location;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no text, or text that is no properties: what they are is said, and a place only if there is one. */
class UnreadableFilesTest {
    private static final String TOPOLOGY = "name: t\nspouts:\n  - id: gr\u00fcn\n";

    @TempDir
    Path directory;

    private Path file(byte[] content) throws IOException {
        return Files.write(directory.resolve("t.yaml"), content);
    }

    private static String onlyProblem(Path file) {
        List<String> problems = Flux.check(FluxFile.of(file), FluxOptions.defaults()).problems().stream()
                .map(Object::toString)
                .toList();
        assertThat(problems).hasSize(1);
        return problems.get(0);
    }

    @Test
    void aJarIsCalledOne() throws IOException {
        Path file = file(new byte[] {'P', 'K', 3, 4, 20, 0, 8, 8});

        assertThat(onlyProblem(file))
                .isEqualTo(file + " is a jar (or another zip archive); a plain text file belongs here");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void utf16IsCalledSo(String charset) throws IOException {
        Path file = file(TOPOLOGY.getBytes(Charset.forName(charset)));

        assertThat(onlyProblem(file)).isEqualTo(file + " is UTF-16 text; save it as UTF-8");
    }

    @Test
    void bytesThatAreNoTextAtAll() throws IOException {
        Path file = file(new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 61});

        assertThat(onlyProblem(file)).isEqualTo(file + " is not text; a plain text file in UTF-8 belongs here");
    }

    @Test
    void aCharacterInAnotherCharsetHasItsPlace() throws IOException {
        Path file = file(TOPOLOGY.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(onlyProblem(file)).isEqualTo(file + ":3:11: the byte 0xFC is not UTF-8 text; save it as UTF-8");
    }

    @Test
    void aCharacterThatIsCutOffHasItsPlace() throws IOException {
        Path file = file(new byte[] {'a', '\n', (byte) 0xC3});

        assertThat(onlyProblem(file)).isEqualTo(file + ":2:1: the byte 0xC3 is not UTF-8 text; save it as UTF-8");
    }

    @Test
    void anIncludedJarIsToldWhereItIsIncluded() throws IOException {
        Path main = file("name: t\nincludes:\n  - file: app.jar\n".getBytes(StandardCharsets.UTF_8));
        Files.write(directory.resolve("app.jar"), new byte[] {'P', 'K', 3, 4});

        assertThat(onlyProblem(main)).startsWith(main + ":3:11: " + directory.resolve("app.jar") + " is a jar");
    }

    @Test
    void aStreamIsDecodedAsAFile() {
        InputStream latin1 = new ByteArrayInputStream(TOPOLOGY.getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Flux.load(latin1, FluxOptions.defaults()))
                .isInstanceOf(FluxException.class)
                .hasMessageContaining("topology.yaml:3:11: the byte 0xFC is not UTF-8 text; save it as UTF-8");
    }

    @Test
    void propertiesOfAStreamAreDecodedAsThoseOfAFile() {
        InputStream latin1 = new ByteArrayInputStream("a=b\nc=\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> FluxOptions.defaults().withProperties("in.properties", latin1))
                .isInstanceOf(FluxException.class)
                .hasMessageContaining("in.properties:2:3: the byte 0xFC is not UTF-8 text");
    }

    @Test
    void aDirectoryIsToldWithoutAPlace() {
        assertThat(onlyProblem(directory)).startsWith("the file " + directory + " is a directory; ");
    }

    /** Not by a file without permissions: the super user reads it. */
    @Test
    void noPermissionIsCalledSo() {
        assertThat(FileText.unreadable("t.yaml", Location.wholeFile("t.yaml"), new AccessDeniedException("t.yaml")))
                .asString()
                .startsWith("no permission to read t.yaml; user ");
    }

    @Test
    void brokenPropertiesAreToldAtTheLineOfTheMistake() throws IOException {
        Path file = Files.writeString(
                directory.resolve("p.properties"),
                "# \\u is no mistake in a comment\na=\\u00fc\nb=\\\\user\ninput=C:\\users\nc=\\u\n");

        assertThatThrownBy(() -> FluxOptions.defaults().withProperties(file))
                .isInstanceOf(FluxException.class)
                .hasMessageContaining(file
                        + ":4:9: \\u without four hexadecimal digits; write a backslash as \\\\, as in C:\\\\users");
    }

    @Test
    void propertiesThatAreNoUtf8HaveTheirPlace() throws IOException {
        Path file =
                Files.write(directory.resolve("p.properties"), "a=b\nc=\u00fc\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> FluxOptions.defaults().withProperties(file))
                .hasMessageContaining(file + ":2:3: the byte 0xFC is not UTF-8 text");
    }
}
