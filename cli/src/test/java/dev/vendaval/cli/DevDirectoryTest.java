package dev.vendaval.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevDirectoryTest {
    @TempDir
    private Path directory;

    @Test
    void aSecondClusterInADirectoryIsRefusedBeforeItWritesAnything() throws IOException {
        Path config = directory.resolve("vendaval.yaml");
        Files.writeString(config, "# of the first\n");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (FileChannel first =
                FileChannel.open(directory.resolve("dev.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            first.lock();

            int exitCode = Vendaval.run(
                    List.of("dev", "--dir", directory.toString()),
                    new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    Map.of());

            assertThat(exitCode).isEqualTo(2);
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("another vendaval dev runs in " + directory)
                .contains("vendaval --config " + config + " list");
        assertThat(config).hasContent("# of the first");
    }
}
