package dev.vendaval.tests.process;

import dev.vendaval.tests.harness.Cli;
import dev.vendaval.tests.harness.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The example that counts words, run by the command line, and what it has written so far. */
final class WordCounts {
    private WordCounts() {}

    /** Returns when it runs. Lines that are lost with a worker are replayed after 6 s. */
    static void start(Cli cli, String name, Path input, Path output, int linesPerSecond) {
        cli.run(
                        "-c",
                        "topology.message.timeout=6s",
                        "jar",
                        Distribution.home()
                                .resolve("examples/vendaval-examples.jar")
                                .toString(),
                        "dev.vendaval.examples.WordCount",
                        "--input",
                        input.toString(),
                        "--output",
                        output.toString(),
                        "--name",
                        name,
                        "--rate",
                        String.valueOf(linesPerSecond))
                .ok();
    }

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
