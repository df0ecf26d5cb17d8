package dev.vendaval.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first of README's two commands where nothing is built yet: with a Maven that only notes how it was called. */
class QuickstartInFreshCloneTest {
    private static final Path SCRIPT =
            Path.of("../deploy/quickstart").toAbsolutePath().normalize();
    private static final String BUILT = "deploy/target/vendaval-1.2.3/bin/vendaval";

    /** What the script needs of the system until it builds. */
    private static final List<String> TOOLS = List.of("dirname", "readlink", "ls");

    @TempDir
    Path directory;

    private Path clone = Path.of("");
    private Path maven = Path.of("");
    private Path calls = Path.of("");

    /** What the script did; its two outputs are one. */
    private record Result(int exit, String output) {}

    @BeforeEach
    void cloneIt() throws IOException {
        clone = Files.createDirectories(directory.resolve("clone")).toRealPath();
        Files.createDirectories(clone.resolve("deploy"));
        Files.copy(SCRIPT, clone.resolve("deploy/quickstart"), StandardCopyOption.COPY_ATTRIBUTES);
        maven = Files.createDirectories(directory.resolve("maven"));
        calls = directory.resolve("calls");
    }

    private static void executable(Path file, String... lines) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void mavenThat(String... lines) throws IOException {
        String note = "echo \"in $(pwd -P): $*\" >> '" + calls + "'";
        executable(
                maven.resolve("mvn"),
                Stream.concat(Stream.of(note), Stream.of(lines)).toArray(String[]::new));
    }

    private List<String> calls() throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private Result quickstart(String... options) throws Exception {
        return quickstartWith(maven + ":" + System.getenv("PATH"), options);
    }

    private Result quickstartWith(String path, String... options) throws Exception {
        Path output = directory.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                "/bin/bash", clone.resolve("deploy/quickstart").toString());
        builder.command().addAll(List.of(options));
        builder.environment().putAll(Map.of("PATH", path, "TMPDIR", directory.toString()));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES))
                    .as("quickstart ended")
                    .isTrue();
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            process.destroy();
        }
    }

    @Test
    void itSaysThatItBuildsAndABuildThatFailsIsToldWithWhatMavenSaid() throws Exception {
        mavenThat("echo 'no such compiler' >&2", "exit 7");

        Result result = quickstart();
        assertThat(result.exit()).as(result.output()).isEqualTo(1);
        assertThat(result.output())
                .contains("quickstart: no distribution in deploy/target; building one")
                .contains("no such compiler")
                .contains("quickstart: the build failed, see above")
                .contains(clone.toString());
        assertThat(calls()).containsExactly("in " + clone + ": -q -B -DskipTests package");
    }

    @Test
    void whatABuildThatWasCutShortHasLeftIsNoDistribution() throws Exception {
        Files.createDirectories(clone.resolve("deploy/target/vendaval-1.2.3/lib"));
        mavenThat("exit 1");

        assertThat(quickstart().output()).contains("the build failed");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void aBuildThatLeavesNothingBehindIsToldToo() throws Exception {
        mavenThat("exit 0");

        Result result = quickstart();
        assertThat(result.exit()).as(result.output()).isEqualTo(1);
        assertThat(result.output()).contains("the build ended well, but there is no bin/vendaval in");
    }

    @Test
    void withoutMavenItSaysWhatToInstall() throws Exception {
        Path bare = Files.createDirectories(directory.resolve("bare"));
        for (String tool : TOOLS) {
            executable(bare.resolve(tool), "exec " + found(tool) + " \"$@\"");
        }

        Result result = quickstartWith(bare.toString());
        assertThat(result.exit()).as(result.output()).isEqualTo(1);
        assertThat(result.output()).contains("no mvn on the PATH").contains("install Maven and a JDK 17");
    }

    private static Path found(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(each -> Path.of(each, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + tool + " on the PATH"));
    }

    @Test
    void itGoesOnWithWhatItHasBuiltAndDoesNotBuildAgain() throws Exception {
        Path template = directory.resolve("template");
        executable(template, "echo \"vendaval $1\" >> '" + calls + "'", "echo 'no cluster here' >&2", "exit 3");
        mavenThat("mkdir -p \"$(dirname " + BUILT + ")\"", "cp -p '" + template + "' " + BUILT);
        Path text = Files.writeString(directory.resolve("text.txt"), "one two\n");

        for (int run = 1; run <= 2; run++) {
            Result result = quickstart("--input", text.toString());
            assertThat(result.exit()).as(result.output()).isEqualTo(1);
            assertThat(result.output()).contains("no cluster here").contains("the cluster did not start");
        }
        assertThat(calls())
                .containsExactly("in " + clone + ": -q -B -DskipTests package", "vendaval dev", "vendaval dev");
    }

    @Test
    void withoutATextAndWithoutDocumentsThereIsNothingToCount() throws Exception {
        executable(clone.resolve(BUILT), "exit 3");

        Result result = quickstart();
        assertThat(result.exit()).as(result.output()).isEqualTo(2);
        assertThat(result.output()).contains("no documents in " + clone).contains("--input");
    }
}
