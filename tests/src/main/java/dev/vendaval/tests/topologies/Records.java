package dev.vendaval.tests.topologies;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What components saw, one file per component and task in a directory both sides know: the same in
 * local mode and across worker JVMs. Each line is written through at once, so it survives a kill.
 */
public final class Records {
    private Records() {}

    /** Appends a line to {@code <directory>/<component>-<task>.record}. */
    public static void append(String directory, String component, int task, String line) {
        try (BufferedWriter writer = Files.newBufferedWriter(
                Path.of(directory, component + "-" + task + ".record"),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND)) {
            writer.write(line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All lines of all tasks of a component; those of one task in order. */
    public static List<String> read(Path directory, String component) {
        List<String> lines = new ArrayList<>();
        for (Path file : files(directory, component)) {
            lines.addAll(readLines(file));
        }
        return lines;
    }

    /** The lines of one task; empty if it wrote none. */
    public static List<String> read(Path directory, String component, int task) {
        Path file = directory.resolve(component + "-" + task + ".record");
        return Files.exists(file) ? readLines(file) : List.of();
    }

    private static List<Path> files(Path directory, String component) {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.getFileName()
                            .toString()
                            .matches(java.util.regex.Pattern.quote(component) + "-\\d+\\.record"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> readLines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
