package dev.vendaval.tests.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.harness.Distribution;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first of README's two commands, as it is. */
class QuickstartIT {
    @TempDir
    Path directory;

    @Test
    void countsTheWordsOfATextAndLeavesNothingRunning() throws Exception {
        Path text =
                Files.write(directory.resolve("text.txt"), List.of("one two two", "three three three", "", "é ü é"));
        Path out = directory.resolve("out");
        int exit = quickstart(out, "--input", text.toString(), "--seconds", "3");

        String output = Files.readString(out);
        assertThat(exit).as(output).isZero();
        assertThat(output.lines().reduce((first, second) -> second))
                .hasValue("quickstart: OK lines=4 words=9 replayed=0");
        assertThat(output).contains("three=3");
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains("vendaval-quickstart.")))
                .isEmpty();
    }

    @Test
    void refusesWrongOptionsBeforeItStartsAnything() throws Exception {
        Path out = directory.resolve("out");
        assertThat(quickstart(out, "--seconds", "soon")).isEqualTo(2);
        assertThat(Files.readString(out)).contains("--seconds is 'soon'");
        assertThat(quickstart(out, "--input", directory.resolve("missing").toString()))
                .isEqualTo(2);
        assertThat(Files.readString(out)).contains("not a readable file");
    }

    private int quickstart(Path out, String... options) throws Exception {
        Path script = Distribution.home().resolve("../../quickstart").normalize();
        ProcessBuilder builder = new ProcessBuilder(script.toString());
        builder.command().addAll(List.of(options));
        builder.environment().put("TMPDIR", directory.toString());
        Process process =
                builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES))
                    .as("quickstart ended")
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroy();
        }
    }
}
