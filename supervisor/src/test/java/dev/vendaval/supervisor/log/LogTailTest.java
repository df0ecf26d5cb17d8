package dev.vendaval.supervisor.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last lines of a log. */
class LogTailTest {
    private static final LineOwner ALL = new LineOwner(null);
    private static final LineOwner COUNT = new LineOwner("count");

    @TempDir
    private Path directory;

    private Path log(String content) throws IOException {
        return Files.writeString(directory.resolve("worker.log"), content);
    }

    @Test
    void theLastLinesComeInTheOrderOfTheFile() throws IOException {
        assertThat(LogTail.read(log("a\nb\nc\nd\n"), ALL, 2).lines()).containsExactly("c", "d");
    }

    @Test
    void aShorterFileComesWhole() throws IOException {
        assertThat(LogTail.read(log("a\n\nb"), ALL, 100).lines()).containsExactly("a", "", "b");
        assertThat(LogTail.read(log("\n"), ALL, 100).lines()).containsExactly("");
        assertThat(LogTail.read(log(""), ALL, 100).lines()).isEmpty();
        assertThat(LogTail.read(log("a\r\nb\r\n"), ALL, 100).lines()).containsExactly("a", "b");
    }

    @Test
    void ofAComponentOnlyItsEntriesComeWithTheirStackTraces() throws IOException {
        Path log = log("""
                2026-01-31T10:00:00.000 INFO  [split-3] one
                2026-01-31T10:00:01.000 ERROR [count-4] two
                java.lang.IllegalStateException: boom [split-3]
                \tat somewhere
                2026-01-31T10:00:02.000 INFO  [counter-5] three
                2026-01-31T10:00:03.000 INFO  main Worker: mentions [count-4]
                2026-01-31T10:00:04.000 INFO  [count-12] four
                """);

        assertThat(LogTail.read(log, COUNT, 100).lines())
                .containsExactly(
                        "2026-01-31T10:00:01.000 ERROR [count-4] two",
                        "java.lang.IllegalStateException: boom [split-3]",
                        "\tat somewhere",
                        "2026-01-31T10:00:04.000 INFO  [count-12] four");
        assertThat(LogTail.read(log, COUNT, 2).lines())
                .containsExactly("\tat somewhere", "2026-01-31T10:00:04.000 INFO  [count-12] four");
    }

    @Test
    void aHugeFileIsReadOnlyAsFarAsNeeded() throws IOException {
        Path log = directory.resolve("worker.log");
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.position(20L << 30); // a hole of 20 GiB: reading it all would take far too long
            channel.write(java.nio.ByteBuffer.wrap(
                    "\nlast but one\nlast\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }

        assertThat(LogTail.read(log, ALL, 2).lines()).containsExactly("last but one", "last");
    }

    @Test
    void aLineWithoutEndComesInPiecesOfBoundedSize() throws IOException {
        Path log = log("x".repeat(1000) + "\nend\n");
        try (FileChannel channel = FileChannel.open(log)) {
            BackwardLines backward = new BackwardLines(channel, channel.size(), 100);
            List<String> lines = all(backward);

            assertThat(lines.get(0)).isEqualTo("end");
            assertThat(String.join("", lines.subList(1, lines.size()))).isEqualTo("x".repeat(1000));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 1023, 1024, 70_000, 140_000})
    void linesOfAnyLengthSurviveTheBordersOfBlocks(int length) throws IOException {
        Path log = directory.resolve("worker.log");
        List<String> written = IntStream.range(0, 20)
                .mapToObj(number -> number + "y".repeat(length + number))
                .toList();
        try (BufferedWriter writer = Files.newBufferedWriter(log)) {
            for (String line : written) {
                writer.write(line + "\n");
            }
        }
        assertThat(LogTail.read(log, ALL, 100).lines()).isEqualTo(written);
    }

    private static List<String> all(BackwardLines backward) throws IOException {
        List<String> lines = new ArrayList<>();
        for (@Nullable String line = backward.next(); line != null; line = backward.next()) {
            lines.add(line);
        }
        return lines;
    }
}
