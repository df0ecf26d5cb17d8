package dev.vendaval.tests.benchmarks.results;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One run of the benchmark, as its results tell of it. Directories of the machine that it ran on are left out.
 *
 * @param startedAtMs epoch milliseconds
 * @param command with its arguments; of a file only its name
 * @param commit that was measured, with {@code +changes} if files differed from it; empty if unknown
 */
public record Run(long startedAtMs, List<String> command, String commit) {
    /** Cleans the command, also one that an earlier version wrote down. */
    public Run {
        command = withoutDirectories(command);
    }

    private static List<String> withoutDirectories(List<String> command) {
        return command.stream()
                .map(part -> part.equals(command.get(0)) ? part : withoutDirectory(part))
                .toList();
    }

    /** Of {@code a/b} and of {@code --option=a/b} without what ends in the last slash. */
    private static String withoutDirectory(String argument) {
        int value = argument.startsWith("-") ? argument.indexOf('=') + 1 : 0;
        Path name = Path.of(argument.substring(value)).getFileName();
        return argument.substring(0, value) + (name == null ? "" : name);
    }

    /** The runs of a document: several if it was merged of such. */
    static List<Run> of(Map<String, Object> document) {
        return document.containsKey("runs")
                ? ResultsFile.objects(document, "runs").stream().map(Run::read).toList()
                : List.of(read(document));
    }

    private static Run read(Map<String, Object> fields) {
        List<?> command = (List<?>) Objects.requireNonNull(fields.get("command"), "command");
        return new Run(
                ((Number) Objects.requireNonNull(fields.get("startedAtMs"), "startedAtMs")).longValue(),
                command.stream().map(String::valueOf).toList(),
                String.valueOf(fields.getOrDefault("commit", "")));
    }

    /** As part of a results document. */
    public Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("startedAtMs", startedAtMs);
        document.put("command", command);
        document.put("commit", commit);
        return document;
    }
}
