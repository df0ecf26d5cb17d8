package dev.vendaval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vendaval local} in this JVM, from command line to exit code, with a whole local cluster. */
class LocalCommandTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path jar;

    @BeforeEach
    void makeJar() throws IOException {
        jar = UserJars.create(directory);
    }

    private int run(String... arguments) {
        return Vendaval.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of());
    }

    @Test
    void theTopologyRunsInThisProcessWithTheUsersClassesForItsTime() {
        assertThat(run("local", "--json", "--local-ttl", "1", jar.toString(), UserJars.MAIN, "submit", "--twice"))
                .isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("{\"topologies\":[{\"name\":\"words\"")
                .contains("\"mine\":1", "\"state\":\"RUNNING\"");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("arguments [submit, --twice] loaded by user", "running for 1 s");
    }

    @Test
    void theSummarySaysEmittedOfASpout() {
        assertThat(run("local", "--local-ttl", "1", jar.toString(), UserJars.MAIN, "submit"))
                .isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("spout: 0 emitted, 0 acked, 0 failed, 0 errors")
                .contains("__acker: 0 acked, 0 failed, 0 errors")
                .doesNotContain("spout: 0 executed");
    }

    @Test
    void theSummaryComesAfterWhatComponentsPrintAsTheyEnd() {
        assertThat(run("local", "--local-ttl", "1", jar.toString(), UserJars.MAIN, "submit"))
                .isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("(?s)the spout is closed.*words ran for 1 s\\n  spout: .*")
                .doesNotContainPattern("(?s)ran for.*is closed");
    }

    @Test
    void aRefusedTopologyIsExitCode2WithItsCode() {
        assertThat(run("-c", "topology.worker.heap=3", "local", "--json", jar.toString(), UserJars.MAIN, "submit"))
                .isEqualTo(2);

        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{\"error\":{\"code\":\"CONFIG\"");
    }
}
