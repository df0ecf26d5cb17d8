package dev.vendaval.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.api.Config;
import dev.vendaval.local.LocalCluster;
import dev.vendaval.local.LocalTopology;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordCountTest {
    @TempDir
    Path directory;

    @Test
    void countsTheWordsOfEveryFileOfADirectory() throws IOException {
        Path texts = Files.createDirectories(directory.resolve("texts"));
        Files.writeString(texts.resolve("a.txt"), "one two\ntwo  three\tthree\n\n");
        Files.writeString(texts.resolve("b.txt"), "three\r\nUmlaut-ä no-line-feed-at-the-end");
        WordCountOptions options = options(texts, directory.resolve("counts"));
        try (LocalCluster cluster = new LocalCluster();
                LocalTopology topology = cluster.submit("wordcount", twoWorkers(), WordCount.topology(options))) {
            topology.awaitAcked(5, Duration.ofSeconds(20));
            assertThat(counts(directory.resolve("counts")))
                    .isEqualTo(
                            Map.of("one", 1L, "two", 2L, "three", 3L, "Umlaut-ä", 1L, "no-line-feed-at-the-end", 1L));
        }
    }

    @Test
    void aSecondRunGoesOnFromTheFilesOfTheFirst() throws IOException {
        Path text = Files.write(directory.resolve("text"), List.of("a b", "b c"));
        WordCountOptions options = options(text, directory.resolve("counts"));
        try (LocalCluster cluster = new LocalCluster()) {
            try (LocalTopology topology = cluster.submit("wordcount", twoWorkers(), WordCount.topology(options))) {
                topology.awaitAcked(2, Duration.ofSeconds(20));
            }
            Files.write(text, List.of("a b", "b c", "c d"));
            try (LocalTopology topology = cluster.submit("wordcount", twoWorkers(), WordCount.topology(options))) {
                topology.awaitAcked(1, Duration.ofSeconds(20));
            }
        }
        assertThat(counts(directory.resolve("counts"))).isEqualTo(Map.of("a", 1L, "b", 2L, "c", 2L, "d", 1L));
    }

    /** Each time the counting bolt is prepared anew at another place while the one before it still counts. */
    @Test
    void everyWordIsCountedOnceHoweverItIsRebalanced() throws IOException {
        int lines = 6_000;
        Path text = Files.write(directory.resolve("text"), Collections.nCopies(lines, "a b c d e f g h"));
        WordCountOptions options = WordCountOptions.parse(new String[] {
            "--input", text.toString(), "--output", directory.resolve("counts").toString(), "--rate", "1000"
        });
        try (LocalCluster cluster = new LocalCluster();
                LocalTopology topology = cluster.submit("wordcount", new Config(), WordCount.topology(options))) {
            topology.rebalance(3, Map.of());
            topology.reconfigure(Map.of("a.key", 1));
            topology.rebalance(1, Map.of("count", 4));
            topology.rebalance(2, Map.of("count", 1));
            topology.awaitAcked(lines, Duration.ofSeconds(40));
            assertThat(sums(directory.resolve("counts")))
                    .hasSize(8)
                    .allSatisfy((word, count) -> assertThat(count).isEqualTo(lines));
        }
    }

    @Test
    void wrongOptionsAreRefusedWithWhatWouldBeRight() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "a");
        assertThatThrownBy(() -> WordCountOptions.parse(new String[] {"--output", directory.toString()}))
                .hasMessageContaining("--input is missing");
        assertThatThrownBy(() -> WordCountOptions.parse(new String[] {"--input", "no-such-file", "--output", "x"}))
                .hasMessageContaining("not a readable file");
        assertThatThrownBy(() -> WordCountOptions.parse(new String[] {"--rat", "1"}))
                .hasMessageContaining("unknown option '--rat'");
        Files.writeString(directory.resolve("counts-3.tsv"), "a\t1\n");
        assertThatThrownBy(() -> options(text, directory)).hasMessageContaining("already has counts-3.tsv");
    }

    @Test
    void askedForHelpItSaysHowItIsUsedAndSubmitsNothing() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            WordCount.main(new String[] {"--input", "no-such-file", "--help"});
        } finally {
            System.setOut(before);
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .startsWith("usage: WordCount --input PATH --output DIR")
                .contains("\n  --rate LINES_PER_SECOND  default 0");
    }

    private static WordCountOptions options(Path input, Path output) {
        return WordCountOptions.parse(new String[] {"--input", input.toString(), "--output", output.toString()});
    }

    private static Config twoWorkers() {
        Config config = new Config();
        config.setNumWorkers(2);
        return config;
    }

    /** A word that went to a new task has what the older one counted of it in that one's file. */
    private static Map<String, Long> sums(Path directory) throws IOException {
        Map<String, Long> sums = new HashMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("counts-"))
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    String[] parts = line.split("\t", 2);
                    sums.merge(parts[0], Long.valueOf(parts[1]), Long::sum);
                }
            }
        }
        return sums;
    }

    private static Map<String, Long> counts(Path directory) throws IOException {
        Map<String, Long> counts = new HashMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("counts-"))
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    String[] parts = line.split("\t", 2);
                    assertThat(counts.put(parts[0], Long.valueOf(parts[1])))
                            .as("a word is counted by one task")
                            .isNull();
                }
            }
        }
        return counts;
    }
}
