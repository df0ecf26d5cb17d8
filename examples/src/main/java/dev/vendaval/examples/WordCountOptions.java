package dev.vendaval.examples;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The command line of {@link WordCount}, checked before anything is submitted.
 *
 * @param linesPerSecond 0 for as fast as it goes
 */
record WordCountOptions(String input, String output, String name, int workers, long linesPerSecond) {
    static final String USAGE =
            "usage: WordCount --input PATH --output DIR [--name wordcount] [--workers 2] [--rate LINES_PER_SECOND]";

    /** What {@code --help} prints. */
    static final String HELP = USAGE + """


              --input PATH             a text, or a directory of texts, that every worker's host has at this path
              --output DIR             where the counts are kept; it must not have counts of an earlier run. In counts-TASK.tsv
                                       a word and its count on each line (a line of the text that was under way when
                                       a worker died counts again); in position-TASK.tsv the line to begin at then
              --name NAME              of the topology; default wordcount
              --workers N              default 2
              --rate LINES_PER_SECOND  default 0: as fast as it goes
            """;

    /** Whether the command line asks how it is used, which goes before anything that is wrong with it. */
    static boolean asksForHelp(String[] args) {
        return Arrays.stream(args).anyMatch(each -> each.equals("--help") || each.equals("-h"));
    }

    static WordCountOptions parse(String[] args) {
        Map<String, String> given = new TreeMap<>(
                Map.of("--input", "", "--output", "", "--name", "wordcount", "--workers", "2", "--rate", "0"));
        for (int i = 0; i < args.length; i += 2) {
            if (!given.containsKey(args[i])) {
                throw new IllegalArgumentException("unknown option '" + args[i] + "'; " + USAGE);
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException("option " + args[i] + " needs a value; " + USAGE);
            }
            given.put(args[i], args[i + 1]);
        }
        return new WordCountOptions(
                input(given.getOrDefault("--input", "")),
                output(given.getOrDefault("--output", "")),
                given.getOrDefault("--name", ""),
                (int) number("--workers", given.getOrDefault("--workers", ""), 1, 1_000),
                number("--rate", given.getOrDefault("--rate", ""), 0, 1_000_000_000));
    }

    private static String input(String given) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("--input is missing; " + USAGE);
        }
        Path path = Path.of(given).toAbsolutePath().normalize();
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException("--input " + path
                    + " is not a readable file or directory; name a text that every worker's host has at this path");
        }
        return path.toString();
    }

    private static String output(String given) {
        if (given.isEmpty()) {
            throw new IllegalArgumentException("--output is missing; " + USAGE);
        }
        Path directory = Path.of(given).toAbsolutePath().normalize();
        try {
            Files.createDirectories(directory);
            refuseOldFiles(directory);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "--output " + directory + " cannot be made or read (" + e + "); name a directory you may write to",
                    e);
        }
        return directory.toString();
    }

    private static void refuseOldFiles(Path directory) throws IOException {
        try (DirectoryStream<Path> old = Files.newDirectoryStream(directory, "{counts,position}-*.tsv")) {
            for (Path file : old) {
                throw new IllegalArgumentException("--output " + directory + " already has " + file.getFileName()
                        + " of an earlier run, which would be added to; name an empty directory");
            }
        }
    }

    private static long number(String option, String given, long from, long to) {
        try {
            long number = Long.parseLong(given);
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    option + " is '" + given + "'; it takes a whole number from " + from + " to " + to, e);
        }
        throw new IllegalArgumentException(
                option + " is " + given + "; it takes a whole number from " + from + " to " + to);
    }
}
