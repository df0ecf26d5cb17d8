package dev.vendaval.tests.rules;

import dev.vendaval.tests.topologies.Records;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** What the components of one topology have noted; read anew at each call. */
final class Notes {
    private static final Duration POLL = Duration.ofMillis(20);

    private final Path directory;

    Notes(Path directory) {
        this.directory = directory;
    }

    /** The lines of each task of a component, by task id. */
    Map<Integer, List<String>> byTask(String component) {
        Pattern name = Pattern.compile(Pattern.quote(component) + "-(\\d+)\\.record");
        Map<Integer, List<String>> lines = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(file -> {
                Matcher match = name.matcher(file.getFileName().toString());
                if (match.matches()) {
                    int task = Integer.parseInt(match.group(1));
                    lines.put(task, Records.read(directory, component, task));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** All lines of a component. */
    List<String> of(String component) {
        return Records.read(directory, component);
    }

    /** Those of a component's lines that begin with this word, without it. */
    List<String> of(String component, String word) {
        return startingWith(of(component), word);
    }

    /** Of each task those lines that begin with this word, without it. */
    Map<Integer, List<String>> byTask(String component, String word) {
        Map<Integer, List<String>> lines = byTask(component);
        lines.replaceAll((task, all) -> startingWith(all, word));
        return lines;
    }

    private static List<String> startingWith(List<String> lines, String word) {
        return lines.stream()
                .filter(line -> line.equals(word) || line.startsWith(word + " "))
                .map(line -> line.substring(word.length()).strip())
                .toList();
    }

    /** Everything that a component found wrong by itself, in any component. */
    List<String> violations() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".record"))
                    .flatMap(file -> violations(file).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> violations(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith("violation") || line.startsWith("failed"))
                    .map(line -> file.getFileName() + ": " + line)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until this many tasks of a component have noted such a line. */
    void await(String component, String word, int tasks, Duration atMost) {
        await(
                component + " noted '" + word + "'",
                atMost,
                () -> byTask(component, word).values().stream()
                                .filter(lines -> !lines.isEmpty())
                                .count()
                        >= tasks);
    }

    void await(String what, Duration atMost, Callable<Boolean> condition) {
        Awaitility.await(what + " in " + directory)
                .atMost(atMost)
                .pollInterval(POLL)
                .until(condition);
    }
}
