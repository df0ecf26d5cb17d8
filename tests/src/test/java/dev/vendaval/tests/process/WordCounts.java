package dev.vendaval.tests.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the word count has written so far. */
final class WordCounts {
    private WordCounts() {}

    /** All counts of all files together. */
    static long sum(Path directory) throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.getFileName().toString().matches("counts-\\d+\\.tsv"))
                    .toList()) {
                sum += sumOf(Files.readAllLines(file));
            }
        } catch (NoSuchFileException e) {
            return sum; // nothing is counted yet
        }
        return sum;
    }

    private static long sumOf(List<String> lines) {
        return lines.stream()
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('\t') + 1)))
                .sum();
    }
}
