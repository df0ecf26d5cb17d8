package dev.vendaval.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in the package documentation compiles, and its main submits a valid topology. */
class PackageExampleTest {
    private static final Path DOCUMENTATION = Path.of("src/main/java/dev/vendaval/api/package-info.java");

    @TempDir
    private Path directory;

    @AfterEach
    void uninstall() {
        TopologySubmitter.install(null);
    }

    @Test
    void theExampleOfThePackageDocumentationRuns() throws Exception {
        Path source = Files.writeString(directory.resolve("Hello.java"), example());
        compile(source);
        List<String> submitted = new ArrayList<>();
        TopologySubmitter.install((name, configuration, topology) -> {
            submitted.add(name + configuration);
            topology.components().forEach(component -> submitted.add(component.id()));
            return "hello-1";
        });

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
            loader.loadClass("Hello").getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        }

        assertThat(submitted).containsExactly("hello{topology.workers=2}", "words", "exclaim", "print");
    }

    private static String example() throws IOException {
        String text = Files.readString(DOCUMENTATION);
        String block = text.substring(text.indexOf("<pre>{@code") + "<pre>{@code".length(), text.indexOf("}</pre>"));
        return block.lines().map(line -> line.replaceFirst("^ \\* ?", "")).collect(Collectors.joining("\n"));
    }

    private void compile(Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", directory.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
            boolean compiled = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }
}
